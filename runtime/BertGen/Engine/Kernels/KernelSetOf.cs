using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <inheritdoc/>
internal sealed unsafe class KernelSet<TSimd, TVector> : KernelSet
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows that share a panel while it is in the cache nearest to the core.</summary>
    private const int BlockRows = 96;

    public override void Product(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation)
    {
        switch (activation)
        {
            case Activation.None:
                Blocks<AddBias, NoActivation>(a, lda, rows, weights, panels, c, ldc);
                break;
            case Activation.Gelu:
                Blocks<AddBias, GeluActivation>(a, lda, rows, weights, panels, c, ldc);
                break;
            case Activation.GeluTanh:
                Blocks<AddBias, GeluTanhActivation>(a, lda, rows, weights, panels, c, ldc);
                break;
            case Activation.Relu:
                Blocks<AddBias, ReluActivation>(a, lda, rows, weights, panels, c, ldc);
                break;
            case Activation.Silu:
                Blocks<AddBias, SiluActivation>(a, lda, rows, weights, panels, c, ldc);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation.");
        }
    }

    public override void ProductAddResidual(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc)
        => Blocks<AddBiasAndResidual, NoActivation>(a, lda, rows, weights, panels, c, ldc);

    public override void ProductAddNorm(float* a, nint lda, int rows, PackedMatrix weights, float* c, nint ldc, NormWeights norm, float epsilon)
    {
        var panels = new IndexRange(0, weights.PanelCount);
        for (int row = 0; row < rows; row += BlockRows)
        {
            int height = Math.Min(BlockRows, rows - row);
            Blocks<AddBiasAndResidual, NoActivation>(a + (row * lda), lda, height, weights, panels, c + (row * ldc), ldc);
            Normalize(c + (row * ldc), ldc, height, norm, epsilon);
        }
    }

    public override void Normalize(float* x, nint stride, int rows, NormWeights norm, float epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            RowKernels<TSimd, TVector>.Normalize(x + (row * stride), norm.Weight, norm.Bias, norm.Width, epsilon);
        }
    }

    public override void Add(float* first, float* second, float* destination, int width)
        => RowKernels<TSimd, TVector>.Add(first, second, destination, width);

    public override void Scale(float* x, float factor, float* destination, int width)
        => RowKernels<TSimd, TVector>.Scale(x, factor, destination, width);

    public override void AddScaled(float* x, float factor, float* destination, int width)
        => RowKernels<TSimd, TVector>.AddScaled(x, factor, destination, width);

    public override void Max(float* x, float* destination, int width)
        => RowKernels<TSimd, TVector>.Max(x, destination, width);

    public override float SumOfSquares(float* x, int width)
        => RowKernels<TSimd, TVector>.SumOfSquares(x, mean: 0f, width);

    public override void Attend(in AttentionHead head, float* scratch)
        => AttentionKernel<TSimd, TVector>.Attend(head, scratch);

    /// <summary>Blocks of rows times all panels; what is done to a result is done while it is in the nearest cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<TEpilogue, TActivation>(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
    {
        for (int row = 0; row < rows; row += BlockRows)
        {
            int height = Math.Min(BlockRows, rows - row);
            for (int panel = panels.Start; panel < panels.End; panel++)
            {
                int column = panel * PackedMatrix.PanelWidth;
                float* tile = c + (row * ldc) + column;
                ProductKernel<TSimd, TVector>.Multiply<TEpilogue>(
                    a + (row * lda), lda, height, weights.Panel(panel), weights.Inputs, weights.Bias + column, tile, ldc, weights.Panel(panel + 1));
                if (!TActivation.IsIdentity)
                {
                    RowKernels<TSimd, TVector>.Activate<TActivation>(tile, ldc, height);
                }
            }
        }
    }
}
