using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Sixteen lanes.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exchange1(Vector512<float> value) =>
        Vector512.Shuffle(value, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exchange2(Vector512<float> value) =>
        Vector512.Shuffle(value, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exchange4(Vector512<float> value) =>
        Vector512.Shuffle(value, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exchange8(Vector512<float> value) =>
        Vector512.Shuffle(value, Vector512.Create(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxMagnitude(Vector512<float> largest, Vector512<float> value) =>
        Vector512.Max(largest.AsInt32(), value.AsInt32() & Vector512.Create(int.MaxValue)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512<float> magnitudes) => Lanes256.Largest(Vector256.Max(magnitudes.GetLower().AsInt32(), magnitudes.GetUpper().AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, byte* destination)
    {
        Avx512F.ConvertToVector128Byte(a.AsInt32()).Store(destination);
        Avx512F.ConvertToVector128Byte(b.AsInt32()).Store(destination + 16);
        Avx512F.ConvertToVector128Byte(c.AsInt32()).Store(destination + 32);
        Avx512F.ConvertToVector128Byte(d.AsInt32()).Store(destination + 48);
    }
}
