using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Sixteen sums.</summary>
internal readonly unsafe struct Integers512 : IIntegers<Vector512<int>, Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(void* source) => Vector512.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> value, void* destination) => value.Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int fourBytes) => Vector512.Create(fourBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloat(Vector512<int> sums) => Vector512.ConvertToSingle(sums);
}

/// <summary>Eight sums.</summary>
internal readonly unsafe struct Integers256 : IIntegers<Vector256<int>, Vector256<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(void* source) => Vector256.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> value, void* destination) => value.Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int fourBytes) => Vector256.Create(fourBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToFloat(Vector256<int> sums) => Vector256.ConvertToSingle(sums);
}

/// <summary>Four sums.</summary>
internal readonly unsafe struct Integers128 : IIntegers<Vector128<int>, Vector128<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(void* source) => Vector128.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> value, void* destination) => value.Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int fourBytes) => Vector128.Create(fourBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloat(Vector128<int> sums) => Vector128.ConvertToSingle(sums);
}
