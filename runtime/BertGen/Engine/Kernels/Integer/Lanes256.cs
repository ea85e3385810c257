using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Eight lanes.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exchange1(Vector256<float> value) => Vector256.Shuffle(value, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exchange2(Vector256<float> value) => Vector256.Shuffle(value, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exchange4(Vector256<float> value) => Vector256.Shuffle(value, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exchange8(Vector256<float> value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxMagnitude(Vector256<float> largest, Vector256<float> value) =>
        Vector256.Max(largest.AsInt32(), value.AsInt32() & Vector256.Create(int.MaxValue)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> magnitudes) => Lanes128.Largest(Vector128.Max(magnitudes.GetLower().AsInt32(), magnitudes.GetUpper().AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, byte* destination)
    {
        Vector256<int> lowest = Vector256.Create(0xFF);
        Vector256<ushort> ab = Vector256.Narrow((a.AsInt32() & lowest).AsUInt32(), (b.AsInt32() & lowest).AsUInt32());
        Vector256<ushort> cd = Vector256.Narrow((c.AsInt32() & lowest).AsUInt32(), (d.AsInt32() & lowest).AsUInt32());
        Vector256.Narrow(ab, cd).Store(destination);
    }
}
