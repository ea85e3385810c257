using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// Rotates blocks of values by signs and a Hadamard matrix, and rounds them to a byte each with one scale a block. A rotation spreads
/// the few large values of a row over its block, so that a byte is enough for each; the product of rotated rows with rotated weights is
/// that of the originals (Ashkboos et al., "QuaRot: Outlier-Free 4-Bit Inference in Rotated LLMs", 2024).
/// </summary>
internal abstract unsafe class RowRounding
{
    /// <summary>What the bytes of rows are stored around: they lie from 1 to 127.</summary>
    public const int RowCenter = 64;

    /// <summary>The largest magnitude of a rounded value of a row.</summary>
    public const int RowLimit = RowCenter - 1;

    /// <summary>The largest magnitude of a rounded weight.</summary>
    public const int WeightLimit = 127;

    /// <summary>What the bytes of weights are stored around while they are rounded.</summary>
    protected const int WeightCenter = 128;

    /// <summary>Blocks whose values are all smaller are rounded to zeros: what they are divided by would have no finite inverse.</summary>
    internal const float Smallest = 1e-30f;

    /// <summary>The kernels of the widest vectors that this process uses.</summary>
    public static RowRounding Best { get; } =
        Vector512.IsHardwareAccelerated ? new RowRounding<Lanes512, Simd512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated ? new RowRounding<Lanes256, Simd256, Vector256<float>>()
        : new RowRounding<Lanes128, Simd128, Vector128<float>>();

    /// <summary>Rounds the values of a row.</summary>
    /// <param name="x">The values.</param>
    /// <param name="blocks">How they are cut.</param>
    /// <param name="bytes">A byte each, around <see cref="RowCenter"/>.</param>
    /// <param name="scales">For each block what its rounded values are multiplied with.</param>
    public abstract void RoundRow(float* x, in InputBlocks blocks, byte* bytes, float* scales);

    /// <summary>Rounds the weights of a column, and divides them by the size of the block: that the rotations of both sides cancel.</summary>
    /// <param name="w">The weights.</param>
    /// <param name="blocks">How they are cut.</param>
    /// <param name="weights">A signed byte each.</param>
    /// <param name="scales">For each block what its rounded values are multiplied with.</param>
    public abstract void RoundWeights(float* w, in InputBlocks blocks, sbyte* weights, float* scales);
}
