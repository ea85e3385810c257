using System.ComponentModel;
using BertGen.Engine.Kernels;
using BertGen.Training;

namespace BertGen.Engine;

/// <summary>
/// What is added to the scores of attention for the distance between two pieces, head by head; all layers have the same. The table
/// of a checkpoint has a row for every bucket of distances; here every distance has its value, so that a row of scores is one run.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class DistanceBias : ITrainedWeights
{
    /// <summary>Kernels read whole vectors, and so past the last distance.</summary>
    private const int Margin = PackedMatrix.PanelWidth;

    private readonly float* _values;
    private readonly PinnedFloats? _owned;

    internal DistanceBias(float* values, int headCount, int reach)
    {
        _values = values;
        (HeadCount, Reach) = (headCount, reach);
    }

    internal DistanceBias(Parameter parameter, int longest)
    {
        (Trained, HeadCount, Reach) = (parameter, parameter.Shape[1], ReachOf(longest));
        _owned = new PinnedFloats(checked((int)CountOf(HeadCount, Reach)));
        _values = _owned.Pointer;
        ((ITrainedWeights)this).Refresh();
    }

    /// <summary>Attention heads.</summary>
    public int HeadCount { get; }

    /// <inheritdoc/>
    long ITrainedWeights.Version => Trained!.Version;

    /// <summary>The largest distance that has a value of its own; beyond it all are in one bucket.</summary>
    internal int Reach { get; }

    /// <summary>The table, [buckets, heads], where it is trained.</summary>
    internal Parameter? Trained { get; }

    /// <summary>Floats that the values of one head take.</summary>
    internal int Stride => StrideOf(Reach);

    /// <inheritdoc/>
    void ITrainedWeights.Refresh() => Fill(Trained!.Current, HeadCount, Reach, _values);

    /// <summary>The value for distance 0 of a head; the others stand around it.</summary>
    internal float* OfHead(int head) => _values + ((nint)head * Stride) + Reach;

    /// <summary>Adds the gradients of the distances of a head to those of its buckets.</summary>
    /// <param name="head">The head.</param>
    /// <param name="distances">One sum for every distance, the first for <c>-Reach</c>.</param>
    /// <param name="factor">What they are multiplied with.</param>
    internal void AddGradient(int head, float* distances, float factor)
    {
        float* table = Trained!.GradientPointer;
        for (int distance = -Reach; distance <= Reach; distance++)
        {
            table[(DistanceBuckets.Of(distance) * HeadCount) + head] += distances[distance + Reach] * factor;
        }
    }

    internal static int ReachOf(int longest) => Math.Max(longest - 1, DistanceBuckets.Farthest);

    internal static nint CountOf(int headCount, int reach) => (nint)headCount * StrideOf(reach);

    internal static void Fill(ReadOnlySpan<float> table, int headCount, int reach, float* values)
    {
        for (int head = 0; head < headCount; head++)
        {
            float* ofHead = values + ((nint)head * StrideOf(reach));
            new Span<float>(ofHead, StrideOf(reach)).Clear();
            for (int distance = -reach; distance <= reach; distance++)
            {
                ofHead[distance + reach] = table[(DistanceBuckets.Of(distance) * headCount) + head];
            }
        }
    }

    private static int StrideOf(int reach) => (2 * reach) + 1 + Margin;
}
