using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>None: the instruction of a product adds in 32 bits. Its tile has no rows.</summary>
internal readonly unsafe struct NoShortSums<TInt> : IShortSums<TInt>
    where TInt : struct
{
    public static int TileRows => 0;

    public static int FewestRows => int.MaxValue;

    public static TInt MultiplyAdd(TInt sums, TInt bytes, TInt weights) => throw new NotSupportedException();

    public static TInt Negate(TInt shorts) => throw new NotSupportedException();

    public static TInt AddWidened(TInt sums, TInt shorts) => throw new NotSupportedException();

    public static int LargestSquares(byte* bytes, int size) => throw new NotSupportedException();
}

/// <summary>AVX2: five instructions for 64 products of two vectors, where <see cref="Dot256"/> takes six.</summary>
internal readonly unsafe struct ShortSums256 : IShortSums<Vector256<int>>
{
    /// <summary>Six sums, as many in 16 bits, two weights, one input and a product fill the 16 registers.</summary>
    public static int TileRows => 3;

    public static int FewestRows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> bytes, Vector256<int> weights) => (Avx2.MultiplyAddAdjacent(bytes.AsByte(), weights.AsSByte()) + sums.AsInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Negate(Vector256<int> shorts) => (-shorts.AsInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddWidened(Vector256<int> sums, Vector256<int> shorts) => sums + Avx2.MultiplyAddAdjacent(shorts.AsInt16(), Vector256<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int LargestSquares(byte* bytes, int size)
    {
        Vector256<int> largest = Vector256<int>.Zero;
        var center = Vector256.Create((short)RowRounding.RowCenter);
        for (int i = 0; i < size; i += 2 * InputBlocks.Round)
        {
            Vector256<short> first = Avx2.ConvertToVector256Int16(bytes + i) - center, second = Avx2.ConvertToVector256Int16(bytes + i + InputBlocks.Round) - center;
            Vector256<int> firstSquares = Avx2.MultiplyAddAdjacent(first, first), secondSquares = Avx2.MultiplyAddAdjacent(second, second);

            // Eight pairs of a round, even and odd ones in turns: their four sums of two, then of four.
            Vector256<int> sums = Avx2.Permute2x128(firstSquares, secondSquares, 0x20) + Avx2.Permute2x128(firstSquares, secondSquares, 0x31);
            largest = Vector256.Max(largest, sums + Avx2.Shuffle(sums, 0b01_00_11_10));
        }

        Vector128<int> half = Vector128.Max(largest.GetLower(), largest.GetUpper());
        return Math.Max(half[0], half[1]);
    }
}

/// <summary>AVX-512 with products of bytes.</summary>
internal readonly unsafe struct ShortSums512 : IShortSums<Vector512<int>>
{
    /// <summary>Twelve sums, as many in 16 bits, two weights, one input, a product and the ones, of 32 registers.</summary>
    public static int TileRows => RowTiles.Low;

    public static int FewestRows => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sums, Vector512<int> bytes, Vector512<int> weights) => (Avx512BW.MultiplyAddAdjacent(bytes.AsByte(), weights.AsSByte()) + sums.AsInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Negate(Vector512<int> shorts) => (-shorts.AsInt16()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddWidened(Vector512<int> sums, Vector512<int> shorts) => sums + Avx512BW.MultiplyAddAdjacent(shorts.AsInt16(), Vector512<short>.One);

    public static int LargestSquares(byte* bytes, int size) => ShortSums256.LargestSquares(bytes, size);
}
