using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Four lanes.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exchange1(Vector128<float> value) => Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exchange2(Vector128<float> value) => Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exchange4(Vector128<float> value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exchange8(Vector128<float> value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxMagnitude(Vector128<float> largest, Vector128<float> value) =>
        Vector128.Max(largest.AsInt32(), value.AsInt32() & Vector128.Create(int.MaxValue)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector128<float> magnitudes)
    {
        Vector128<int> two = Vector128.Max(magnitudes.AsInt32(), Exchange2(magnitudes).AsInt32());
        return Vector128.Max(two, Exchange1(two.AsSingle()).AsInt32()).AsSingle().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, byte* destination)
    {
        Vector128<int> lowest = Vector128.Create(0xFF);
        Vector128<ushort> ab = Vector128.Narrow((a.AsInt32() & lowest).AsUInt32(), (b.AsInt32() & lowest).AsUInt32());
        Vector128<ushort> cd = Vector128.Narrow((c.AsInt32() & lowest).AsUInt32(), (d.AsInt32() & lowest).AsUInt32());
        Vector128.Narrow(ab, cd).Store(destination);
    }
}
