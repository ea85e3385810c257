using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using BertGen.Training;

namespace BertGen.Engine.Kernels;

/// <summary>
/// Which values one place of a model drops in one step. It is computed where it is needed, in the forward pass and again in the
/// backward pass, from counters: nothing is drawn in order and nothing is stored.
/// </summary>
internal readonly unsafe struct DropoutMask
{
    private readonly ulong _key;
    private readonly uint _threshold;
    private readonly float _scale;

    /// <param name="stepKey">The key of the training step; null: nothing is dropped.</param>
    /// <param name="site">The place in the model.</param>
    /// <param name="rate">How often a value is dropped, in [0, 1).</param>
    public DropoutMask(ulong? stepKey, int site, float rate)
    {
        if (stepKey is { } key)
        {
            _key = SplitMix64.Mix(key + (SplitMix64.Weyl * (ulong)(site + 1)));
            _threshold = (uint)(rate * 4294967296.0);
            _scale = 1f / (1f - rate);
        }
    }

    /// <summary>Whether anything is dropped.</summary>
    public bool IsActive => _threshold > 0;

    /// <summary>result = 0 where a value is dropped, else x / (1 - rate).</summary>
    /// <param name="x">Values of one row.</param>
    /// <param name="result">Where they go; may be the same place.</param>
    /// <param name="width">Number of values.</param>
    /// <param name="row">Number of the row in the batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* x, float* result, int width, long row)
    {
        ulong key = SplitMix64.Mix(_key ^ (ulong)row);
        Vector256<uint> counters = (Vector256<uint>.Indices * Column) + Vector256.Create((uint)key);
        Vector256<uint> second = Vector256.Create((uint)(key >> 32));
        Vector256<uint> advance = Vector256.Create(Column * (uint)Vector256<uint>.Count);
        Vector256<uint> threshold = Vector256.Create(_threshold);
        Vector256<float> scale = Vector256.Create(_scale);
        int i = 0;
        for (; i <= width - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> kept = Vector256.GreaterThanOrEqual(Hash(counters, second), threshold).AsSingle();
            ((Vector256.Load(x + i) * scale) & kept).Store(result + i);
            counters += advance;
        }

        if (i < width)
        {
            Vector256<uint> hashes = Hash(counters, second);
            for (int j = 0; i < width; i++, j++)
            {
                result[i] = hashes[j] >= _threshold ? x[i] * _scale : 0f;
            }
        }
    }

    /// <summary>An odd number whose multiples are spread evenly over 32 bits.</summary>
    private const uint Column = 0x9E37_79B1;

    /// <summary>Two rounds of a 32-bit finaliser with the second half of the key between them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Hash(Vector256<uint> x, Vector256<uint> key)
    {
        x = (x ^ (x >>> 16)) * 0x7FEB_352D;
        x = ((x ^ (x >>> 15)) + key) * 0x846C_A68B;
        return x ^ (x >>> 16);
    }
}
