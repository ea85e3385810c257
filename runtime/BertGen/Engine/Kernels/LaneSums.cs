using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// Sums along a row, in 16 lanes whatever the width of a vector is: lane j adds up the values j, j + 16, j + 32 ..., and one tree adds the
/// lanes. So the same row has the same sum in one vector of 16 floats, in two of 8 and in four of 4.
/// </summary>
/// <remarks>What is left of a row beside whole blocks of 16 is filled up with values that add nothing.</remarks>
internal unsafe struct LaneSums<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Values that every step adds, one a lane.</summary>
    public const int Count = PackedMatrix.PanelWidth;

    private TVector _first;
    private TVector _second;
    private TVector _third;
    private TVector _fourth;

    private static bool HasSecond => TSimd.Count < Count;

    private static bool HasFourth => TSimd.Count < Count / 2;

    /// <summary>The sum of all lanes: halves are added until one is left.</summary>
    public readonly float Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Sum(
            HasFourth ? TSimd.Add(TSimd.Add(_first, _third), TSimd.Add(_second, _fourth))
            : HasSecond ? TSimd.Add(_first, _second)
            : _first);
    }

    /// <summary>Adds 16 values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float* x)
    {
        _first = TSimd.Add(_first, TSimd.Load(x));
        if (HasSecond)
        {
            _second = TSimd.Add(_second, TSimd.Load(x + TSimd.Count));
        }

        if (HasFourth)
        {
            _third = TSimd.Add(_third, TSimd.Load(x + (2 * TSimd.Count)));
            _fourth = TSimd.Add(_fourth, TSimd.Load(x + (3 * TSimd.Count)));
        }
    }

    /// <summary>Adds the squares of 16 values less their mean, and to other sums the differences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSquares(float* x, TVector mean, ref LaneSums<TSimd, TVector> differences)
    {
        _first = Squares(x, mean, _first, ref differences._first);
        if (HasSecond)
        {
            _second = Squares(x + TSimd.Count, mean, _second, ref differences._second);
        }

        if (HasFourth)
        {
            _third = Squares(x + (2 * TSimd.Count), mean, _third, ref differences._third);
            _fourth = Squares(x + (3 * TSimd.Count), mean, _fourth, ref differences._fourth);
        }
    }

    /// <summary>Adds 16 products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(float* x, float* y)
    {
        _first = TSimd.MultiplyAdd(TSimd.Load(x), TSimd.Load(y), _first);
        if (HasSecond)
        {
            _second = TSimd.MultiplyAdd(TSimd.Load(x + TSimd.Count), TSimd.Load(y + TSimd.Count), _second);
        }

        if (HasFourth)
        {
            _third = TSimd.MultiplyAdd(TSimd.Load(x + (2 * TSimd.Count)), TSimd.Load(y + (2 * TSimd.Count)), _third);
            _fourth = TSimd.MultiplyAdd(TSimd.Load(x + (3 * TSimd.Count)), TSimd.Load(y + (3 * TSimd.Count)), _fourth);
        }
    }

    /// <summary>x = 2^(x * factor + shift) for 16 values, which are added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddExp2(float* x, TVector factor, TVector shift)
    {
        _first = Exp2(x, factor, shift, _first);
        if (HasSecond)
        {
            _second = Exp2(x + TSimd.Count, factor, shift, _second);
        }

        if (HasFourth)
        {
            _third = Exp2(x + (2 * TSimd.Count), factor, shift, _third);
            _fourth = Exp2(x + (3 * TSimd.Count), factor, shift, _fourth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Squares(float* x, TVector mean, TVector sum, ref TVector differences)
    {
        TVector difference = TSimd.Subtract(TSimd.Load(x), mean);
        differences = TSimd.Add(differences, difference);
        return TSimd.MultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exp2(float* x, TVector factor, TVector shift, TVector sum)
    {
        TVector exp = Elementary<TSimd, TVector>.Exp2(TSimd.MultiplyAdd(TSimd.Load(x), factor, shift));
        TSimd.Store(exp, x);
        return TSimd.Add(sum, exp);
    }
}
