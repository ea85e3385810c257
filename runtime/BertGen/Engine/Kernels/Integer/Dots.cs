using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

#if NET11_0_OR_GREATER
/// <summary>AVX512-VNNI: one instruction for 64 products.</summary>
internal readonly struct DotVnni512 : IDot<Vector512<int>>
{
    public static int TileRows => RowTiles.High;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sums, Vector512<int> bytes, Vector512<int> weights) =>
        AvxVnni.V512.MultiplyWideningAndAdd(sums, bytes.AsByte(), weights.AsSByte());
}
#endif

/// <summary>AVX-512 with products of bytes: three instructions for 64 products.</summary>
internal readonly struct Dot512 : IDot<Vector512<int>>
{
    public static int TileRows => RowTiles.High;

    // Two products of 127 times 127 are 32,258: pairs of 16 bits never saturate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAdd(Vector512<int> sums, Vector512<int> bytes, Vector512<int> weights) =>
        sums + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(bytes.AsByte(), weights.AsSByte()), Vector512<short>.One);
}

/// <summary>AVX-VNNI: one instruction for 32 products.</summary>
internal readonly struct DotVnni256 : IDot<Vector256<int>>
{
    public static int TileRows => RowTiles.Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> bytes, Vector256<int> weights) =>
        AvxVnni.MultiplyWideningAndAdd(sums, bytes.AsByte(), weights.AsSByte());
}

/// <summary>AVX2: three instructions for 32 products.</summary>
internal readonly struct Dot256 : IDot<Vector256<int>>
{
    /// <summary>Eight sums, two weights, one input, the ones and what is between fill the 16 registers.</summary>
    public static int TileRows => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<int> bytes, Vector256<int> weights) =>
        sums + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(bytes.AsByte(), weights.AsSByte()), Vector256<short>.One);
}

/// <summary>128 bits: Arm's dot product where the processor has it, else what every processor has.</summary>
internal readonly struct Dot128 : IDot<Vector128<int>>
{
    public static int TileRows => RowTiles.Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sums, Vector128<int> bytes, Vector128<int> weights)
    {
        if (Dp.IsSupported)
        {
            // The bytes are below 128: as signed bytes they are the same.
            return Dp.DotProduct(sums, bytes.AsSByte(), weights.AsSByte());
        }

        // Even and odd bytes as 16-bit numbers: a product of two has at most 14 bits and a sign, and so a sum of two has room.
        Vector128<short> evenBytes = Vector128.ShiftRightLogical(Vector128.ShiftLeft(bytes.AsInt16(), 8), 8), oddBytes = Vector128.ShiftRightLogical(bytes.AsInt16(), 8);
        Vector128<short> evenWeights = Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(weights.AsInt16(), 8), 8), oddWeights = Vector128.ShiftRightArithmetic(weights.AsInt16(), 8);
        Vector128<int> pairs = ((evenBytes * evenWeights) + (oddBytes * oddWeights)).AsInt32();
        return sums + Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(pairs, 16), 16) + Vector128.ShiftRightArithmetic(pairs, 16);
    }
}
