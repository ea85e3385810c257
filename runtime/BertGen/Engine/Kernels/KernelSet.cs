using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels;

/// <summary>The kernels for one vector width: 512 bits where they are the fastest, else 256 where the processor has them, else 128, chosen once.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Most rows that are worked on together: with <see cref="ProductParts.MaxLength"/> inputs each they fill most of the second cache.</summary>
    public const int BlockRows = 256;

    /// <summary>Floats of working memory of a product.</summary>
    public const int PackedFloats = BlockRows * ProductParts.MaxLength;

    /// <summary>The kernels that this process uses; 512 bits are said to be accelerated only where they do not slow the processor down.</summary>
    public static KernelSet Best { get; } =
        Vector512.IsHardwareAccelerated ? new KernelSet<Simd512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated ? new KernelSet<Simd256, Vector256<float>>()
        : new KernelSet<Simd128, Vector128<float>>();

    /// <summary>Rows of the largest tile that rows are packed in.</summary>
    public abstract int TileRows { get; }

    /// <summary>c = activation(a W + bias) for the columns of some panels.</summary>
    /// <param name="a">Inputs, [rows, W.Inputs].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weights">W and its bias.</param>
    /// <param name="panels">The panels to compute.</param>
    /// <param name="c">Results, [rows, W.Outputs], the rows long enough for whole panels.</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    /// <param name="activation">Applied while a tile is still in the cache.</param>
    /// <param name="packed">Working memory, <see cref="PackedFloats"/>.</param>
    /// <param name="planes">Where the columns of the results lie, from the first of them on.</param>
    public abstract void Product(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation, float* packed, ColumnPlanes planes = default);

    /// <summary>c = c + (a W + bias) for the columns of some panels.</summary>
    public abstract void ProductAddResidual(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* packed);

    /// <summary>c = c + a W for rows that are packed in tiles, and all panels of W; its bias is not read.</summary>
    /// <param name="packed">The rows as <see cref="RowPacking"/> lays them, at most <see cref="BlockRows"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weights">W, with at most <see cref="ProductParts.MaxLength"/> inputs.</param>
    /// <param name="c">Sums, [rows, W.Outputs], the rows long enough for whole panels.</param>
    /// <param name="ldc">Floats from one row of sums to the next.</param>
    public abstract void AddProduct(float* packed, int rows, PackedMatrix weights, float* c, nint ldc);

    /// <summary>Turns the first values of every head of a row by the angles of its position: value i with value i + half.</summary>
    /// <param name="x">The first of the heads.</param>
    /// <param name="cos">Cosines of the position, half of the values that are turned.</param>
    /// <param name="sin">Sines.</param>
    /// <param name="half">How many there are.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="step">Floats from one head to the next.</param>
    /// <param name="back">True turns them back: the gradient.</param>
    public abstract void Rotate(float* x, float* cos, float* sin, int half, int heads, nint step, bool back);

    /// <summary>result = activation(x) * gate, for every row.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="gate">What they are multiplied with.</param>
    /// <param name="stride">Floats from one row of both to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="result">Where the products go.</param>
    /// <param name="resultStride">Floats from one of its rows to the next.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="activation">The function.</param>
    public abstract void Gate(float* x, float* gate, nint stride, int rows, float* result, nint resultStride, int width, Activation activation);

    /// <summary>LayerNorm of every row, in place.</summary>
    public abstract void Normalize(float* x, nint stride, int rows, NormWeights norm, float epsilon);

    /// <summary>destination = first + second</summary>
    public abstract void Add(float* first, float* second, float* destination, int width);

    /// <summary>Brings values near that will be needed soon.</summary>
    public abstract void Fetch(float* x, int width);

    /// <summary>destination = x * factor</summary>
    public abstract void Scale(float* x, float factor, float* destination, int width);

    /// <summary>destination += x * factor</summary>
    public abstract void AddScaled(float* x, float factor, float* destination, int width);

    /// <summary>destination = max(destination, x)</summary>
    public abstract void Max(float* x, float* destination, int width);

    /// <summary>The sum of squares of a row.</summary>
    public abstract float SumOfSquares(float* x, int width);

    /// <summary>The attention of one head over one sequence.</summary>
    public abstract void Attend(in AttentionHead head, float* scratch);

    /// <summary>The attention of some queries of a head with <see cref="AttentionHead.IsNear"/>.</summary>
    public abstract void AttendNear(in AttentionHead head, IndexRange queries, float* scratch);
}
