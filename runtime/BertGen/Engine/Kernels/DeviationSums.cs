using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>The differences of a row's values from its mean, and their squares, added up in the order of <see cref="LaneSums{TSimd, TVector}"/>.</summary>
internal unsafe struct DeviationSums<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private LaneSums<TSimd, TVector> _differences;
    private LaneSums<TSimd, TVector> _squares;

    /// <summary>Adds 16 values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* x, TVector mean) => _squares.AddSquares(x, mean, ref _differences);

    /// <summary>The moments, the last values of the row being added, fewer than 16.</summary>
    /// <param name="rest">Those values.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="width">Values in the row.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="centers">Whether the norm subtracts the mean, which is 0 otherwise.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowMoments End(float* rest, int count, float mean, int width, float epsilon, bool centers)
    {
        if (count > 0)
        {
            AddRest(rest, count, mean);
        }

        return centers
            ? RowMoments.Centered(mean, _differences.Total, _squares.Total, width, epsilon)
            : RowMoments.RootMeanSquare(_squares.Total, width, epsilon);
    }

    /// <summary>Behind the last values stands the mean, which adds nothing.</summary>
    private void AddRest(float* rest, int count, float mean)
    {
        float* lanes = stackalloc float[LaneSums<TSimd, TVector>.Count];
        RowKernels<TSimd, TVector>.Fill(rest, count, mean, lanes);
        Add(lanes, TSimd.Broadcast(mean));
    }
}
