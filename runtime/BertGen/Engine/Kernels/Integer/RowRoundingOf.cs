using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Kernels.Integer;

/// <inheritdoc/>
internal sealed unsafe class RowRounding<TLanes, TSimd, TVector> : RowRounding
    where TLanes : struct, ILanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Added to a float below 2^22, it leaves the nearest integer in the lowest bits.</summary>
    private const float ToLowestBits = 12_582_912f; // 1.5 * 2^23

    public override void RoundRow(float* x, in InputBlocks blocks, byte* bytes, float* scales)
    {
        for (int block = 0; block < blocks.Count; block++)
        {
            int start = block * InputBlocks.MaxSize;
            int inputs = blocks.InputsOf(block);
            float largest = TSimd.Count == 16 && inputs == InputBlocks.MaxSize
                ? RoundInRegisters(x + start, RowLimit, RowCenter, bytes + start)
                : Round(x + start, inputs, blocks.SizeOf(block), RowLimit, RowCenter, bytes + start);
            scales[block] = largest / RowLimit;
        }
    }

    public override void RoundWeights(float* w, in InputBlocks blocks, sbyte* weights, float* scales)
    {
        for (int block = 0; block < blocks.Count; block++)
        {
            int start = block * InputBlocks.MaxSize, size = blocks.SizeOf(block);
            byte* bytes = (byte*)weights + start;
            float largest = Round(w + start, blocks.InputsOf(block), size, WeightLimit, WeightCenter, bytes);
            scales[block] = largest / (WeightLimit * size);
            for (int i = 0; i < size; i++)
            {
                bytes[i] ^= WeightCenter;
            }
        }
    }

    /// <summary>Rotates and rounds a block; returns the largest magnitude after the rotation, or 0 where all are too small.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Round(float* x, int inputs, int size, int limit, int center, byte* bytes)
    {
        float* values = stackalloc float[InputBlocks.MaxSize];
        Load(x, inputs, size, values);
        float largest = Rotate(values, size);
        bool isSmall = largest < Smallest;
        TVector factor = TSimd.Broadcast(isSmall ? 0f : limit / largest), offset = TSimd.Broadcast(ToLowestBits + center);
        for (int i = 0; i < size; i += 4 * TSimd.Count)
        {
            TLanes.StoreBytes(
                TSimd.MultiplyAdd(TSimd.Load(values + i), factor, offset),
                TSimd.MultiplyAdd(TSimd.Load(values + i + TSimd.Count), factor, offset),
                TSimd.MultiplyAdd(TSimd.Load(values + i + (2 * TSimd.Count)), factor, offset),
                TSimd.MultiplyAdd(TSimd.Load(values + i + (3 * TSimd.Count)), factor, offset),
                bytes + i);
        }

        return isSmall ? 0f : largest;
    }

    /// <summary>The same for a whole block that fills eight vectors: nothing is stored in between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RoundInRegisters(float* x, int limit, int center, byte* bytes)
    {
        float* signs = Constants(Signs), lanes = Constants(LaneSigns);
        TVector x0 = Signed(x, signs, 0), x1 = Signed(x, signs, 1), x2 = Signed(x, signs, 2), x3 = Signed(x, signs, 3);
        TVector x4 = Signed(x, signs, 4), x5 = Signed(x, signs, 5), x6 = Signed(x, signs, 6), x7 = Signed(x, signs, 7);
        AddAndSubtract(ref x0, ref x4);
        AddAndSubtract(ref x1, ref x5);
        AddAndSubtract(ref x2, ref x6);
        AddAndSubtract(ref x3, ref x7);
        AddAndSubtract(ref x0, ref x2);
        AddAndSubtract(ref x1, ref x3);
        AddAndSubtract(ref x4, ref x6);
        AddAndSubtract(ref x5, ref x7);
        AddAndSubtract(ref x0, ref x1);
        AddAndSubtract(ref x2, ref x3);
        AddAndSubtract(ref x4, ref x5);
        AddAndSubtract(ref x6, ref x7);

        TVector signs1 = TSimd.Load(lanes), signs2 = TSimd.Load(lanes + 16), signs4 = TSimd.Load(lanes + 32), signs8 = TSimd.Load(lanes + 48);
        x0 = RotateLanes(x0, signs1, signs2, signs4, signs8);
        x1 = RotateLanes(x1, signs1, signs2, signs4, signs8);
        x2 = RotateLanes(x2, signs1, signs2, signs4, signs8);
        x3 = RotateLanes(x3, signs1, signs2, signs4, signs8);
        x4 = RotateLanes(x4, signs1, signs2, signs4, signs8);
        x5 = RotateLanes(x5, signs1, signs2, signs4, signs8);
        x6 = RotateLanes(x6, signs1, signs2, signs4, signs8);
        x7 = RotateLanes(x7, signs1, signs2, signs4, signs8);

        TVector largest0 = TLanes.MaxMagnitude(TLanes.MaxMagnitude(TSimd.Zero, x0), x1), largest1 = TLanes.MaxMagnitude(TLanes.MaxMagnitude(TSimd.Zero, x2), x3);
        TVector largest2 = TLanes.MaxMagnitude(TLanes.MaxMagnitude(TSimd.Zero, x4), x5), largest3 = TLanes.MaxMagnitude(TLanes.MaxMagnitude(TSimd.Zero, x6), x7);
        float largest = TLanes.Largest(TLanes.MaxMagnitude(TLanes.MaxMagnitude(largest0, largest1), TLanes.MaxMagnitude(largest2, largest3)));
        bool isSmall = largest < Smallest;
        TVector factor = TSimd.Broadcast(isSmall ? 0f : limit / largest), offset = TSimd.Broadcast(ToLowestBits + center);
        TLanes.StoreBytes(
            TSimd.MultiplyAdd(x0, factor, offset), TSimd.MultiplyAdd(x1, factor, offset), TSimd.MultiplyAdd(x2, factor, offset), TSimd.MultiplyAdd(x3, factor, offset), bytes);
        TLanes.StoreBytes(
            TSimd.MultiplyAdd(x4, factor, offset), TSimd.MultiplyAdd(x5, factor, offset), TSimd.MultiplyAdd(x6, factor, offset), TSimd.MultiplyAdd(x7, factor, offset), bytes + (4 * TSimd.Count));
        return isSmall ? 0f : largest;
    }

    /// <summary>Where numbers lie that are part of the assembly, and so never move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Constants(ReadOnlySpan<float> values) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Signed(float* x, float* signs, int index) => TSimd.Multiply(TSimd.Load(x + (index * TSimd.Count)), TSimd.Load(signs + (index * TSimd.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddAndSubtract(ref TVector low, ref TVector high) => (low, high) = (TSimd.Add(low, high), TSimd.Subtract(low, high));

    /// <summary>The steps between lanes: x + y in the lower lane of a pair, x - y in the upper one, which multiplying by 1 and -1 does exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RotateLanes(TVector x, TVector signs1, TVector signs2, TVector signs4, TVector signs8)
    {
        if (TSimd.Count > 8)
        {
            x = TSimd.MultiplyAdd(x, signs8, TLanes.Exchange8(x));
        }

        if (TSimd.Count > 4)
        {
            x = TSimd.MultiplyAdd(x, signs4, TLanes.Exchange4(x));
        }

        x = TSimd.MultiplyAdd(x, signs2, TLanes.Exchange2(x));
        return TSimd.MultiplyAdd(x, signs1, TLanes.Exchange1(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* x, int inputs, int size, float* values)
    {
        float* signs = Constants(Signs);
        int i = 0;
        for (; i <= inputs - TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Multiply(TSimd.Load(x + i), TSimd.Load(signs + i)), values + i);
        }

        for (; i < inputs; i++)
        {
            values[i] = x[i] * signs[i];
        }

        for (; i < size; i++)
        {
            values[i] = 0f;
        }
    }

    /// <summary>Multiplies by the Hadamard matrix, distances from the largest to 1, so that every width adds the same values; returns the largest magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Rotate(float* values, int size)
    {
        int distance = size / 2;
        for (; distance >= 2 * TSimd.Count; distance /= 4)
        {
            RotateByTwo(values, size, distance);
        }

        if (distance >= TSimd.Count)
        {
            for (int start = 0; start < size; start += 2 * distance)
            {
                for (float* low = values + start, end = low + distance; low < end; low += TSimd.Count)
                {
                    TVector a = TSimd.Load(low), b = TSimd.Load(low + distance);
                    TSimd.Store(TSimd.Add(a, b), low);
                    TSimd.Store(TSimd.Subtract(a, b), low + distance);
                }
            }
        }

        float* lanes = Constants(LaneSigns);
        TVector signs1 = TSimd.Load(lanes), signs2 = TSimd.Load(lanes + 16), signs4 = TSimd.Load(lanes + 32), signs8 = TSimd.Load(lanes + 48);
        TVector largest = TSimd.Zero;
        for (int i = 0; i < size; i += TSimd.Count)
        {
            TVector x = RotateLanes(TSimd.Load(values + i), signs1, signs2, signs4, signs8);
            TSimd.Store(x, values + i);
            largest = TLanes.MaxMagnitude(largest, x);
        }

        return TLanes.Largest(largest);
    }

    /// <summary>The steps of a distance and of half of it at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RotateByTwo(float* values, int size, int distance)
    {
        int half = distance / 2;
        for (int start = 0; start < size; start += 2 * distance)
        {
            for (float* x = values + start, end = x + half; x < end; x += TSimd.Count)
            {
                TVector a = TSimd.Load(x), b = TSimd.Load(x + half), c = TSimd.Load(x + distance), d = TSimd.Load(x + distance + half);
                TVector ac = TSimd.Add(a, c), bd = TSimd.Add(b, d), a_c = TSimd.Subtract(a, c), b_d = TSimd.Subtract(b, d);
                TSimd.Store(TSimd.Add(ac, bd), x);
                TSimd.Store(TSimd.Subtract(ac, bd), x + half);
                TSimd.Store(TSimd.Add(a_c, b_d), x + distance);
                TSimd.Store(TSimd.Subtract(a_c, b_d), x + distance + half);
            }
        }
    }

    /// <summary>1 in the lower lane of a pair, -1 in the upper one, for pairs at the distances 1, 2, 4 and 8.</summary>
    private static ReadOnlySpan<float> LaneSigns =>
    [
        1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1,
        1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1,
        1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1,
        1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1,
    ];

    /// <summary>The signs of a block, drawn once: without them the first rotated value would be the plain sum, where a common offset gathers.</summary>
    private static ReadOnlySpan<float> Signs =>
    [
        1, 1, -1, 1, 1, -1, -1, 1, 1, -1, -1, -1, 1, 1, -1, 1,
        1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 1, -1, 1,
        -1, 1, -1, -1, -1, -1, -1, 1, -1, 1, 1, 1, 1, 1, 1, -1,
        -1, -1, 1, -1, 1, 1, -1, 1, -1, 1, 1, 1, -1, 1, 1, 1,
        -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 1, -1, 1, -1,
        -1, 1, 1, -1, -1, -1, 1, -1, 1, -1, -1, -1, -1, -1, -1, -1,
        1, 1, -1, -1, -1, -1, -1, -1, 1, -1, -1, 1, 1, 1, 1, -1,
        -1, 1, -1, 1, -1, 1, -1, 1, 1, 1, -1, -1, 1, 1, -1, -1,
    ];
}
