using System.Runtime.CompilerServices;
using BertGen.Engine.Kernels.Integer;

namespace BertGen.Engine.Kernels;

/// <inheritdoc/>
internal sealed unsafe class KernelSet<TSimd, TVector> : KernelSet
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The weights of narrow models stay in caches from which the processor itself fetches in time.</summary>
    private const int MostInputsOfNearWeights = 256;

    public override int TileRows => TSimd.TileRows;

    public override void Product(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation, float* packed, ColumnPlanes planes = default)
    {
        if (weights.Integers.IsNull)
        {
            ActivationTable.Use(activation, new ProductCall(a, lda, rows, weights, panels, c, ldc, packed, planes));
        }
        else
        {
            IntegerKernels.Best.Product(a, lda, rows, weights, panels, c, ldc, activation, packed, planes);
        }
    }

    public override void ProductAddResidual(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* packed)
    {
        if (weights.Integers.IsNull)
        {
            Blocks<AddBiasAndResidual, NoActivation>(a, lda, rows, weights, panels, c, ldc, packed, default);
        }
        else
        {
            IntegerKernels.Best.ProductAddResidual(a, lda, rows, weights, panels, c, ldc, packed);
        }
    }

    public override void AddProduct(float* packed, int rows, PackedMatrix weights, float* c, nint ldc)
        => Panels<AddToSum, NoActivation>(
            packed, rows, weights, new IndexRange(0, weights.Inputs), new IndexRange(0, weights.PanelCount), c, ldc, default, isLast: true);

    public override void Normalize(float* x, nint stride, int rows, NormWeights norm, float epsilon)
        => NormKernel<TSimd, TVector>.Normalize(x, stride, rows, norm, epsilon);

    public override void Rotate(float* x, float* cos, float* sin, int half, int heads, nint step, bool back)
    {
        for (int head = 0; head < heads; head++)
        {
            float* low = x + (head * step);
            RowKernels<TSimd, TVector>.Rotate(back ? low + half : low, back ? low : low + half, cos, sin, half);
        }
    }

    public override void Gate(float* x, float* gate, nint stride, int rows, float* result, nint resultStride, int width, Activation activation)
        => ActivationTable.Use(activation, new GateCall(x, gate, stride, rows, result, resultStride, width));

    public override void Add(float* first, float* second, float* destination, int width)
        => RowKernels<TSimd, TVector>.Add(first, second, destination, width);

    public override void Fetch(float* x, int width) => RowKernels<TSimd, TVector>.Fetch(x, width);

    public override void Scale(float* x, float factor, float* destination, int width)
        => RowKernels<TSimd, TVector>.Scale(x, factor, destination, width);

    public override void AddScaled(float* x, float factor, float* destination, int width)
        => RowKernels<TSimd, TVector>.AddScaled(x, factor, destination, width);

    public override void Max(float* x, float* destination, int width)
        => RowKernels<TSimd, TVector>.Max(x, destination, width);

    public override float SumOfSquares(float* x, int width)
        => RowKernels<TSimd, TVector>.Dot(x, x, width);

    public override void Attend(in AttentionHead head, float* scratch)
        => AttentionKernel<TSimd, TVector>.Attend(head, scratch);

    public override void AttendNear(in AttentionHead head, IndexRange queries, float* scratch)
        => NearAttentionKernel<TSimd, TVector>.Attend(head, queries, scratch);

    /// <summary>
    /// A block of rows and a part of their values at a time, laid out for the kernel and small enough to stay in the
    /// second cache, meets the same part of all panels: weights come from far away once a block.
    /// </summary>
    private static void Blocks<TEpilogue, TActivation>(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* packed, ColumnPlanes planes)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
    {
        var parts = new ProductParts(weights.Inputs);
        for (int blocks = (rows + BlockRows - 1) / BlockRows; blocks > 0; blocks--)
        {
            int height = (rows + blocks - 1) / blocks;
            for (int part = 0; part < parts.Count; part++)
            {
                IndexRange steps = parts[part];
                RowPacking.PackTiles(a + steps.Start, lda, height, steps.Length, packed, TSimd.TileRows);
                bool isLast = part == parts.Count - 1;
                if (part == 0)
                {
                    Panels<TEpilogue, TActivation>(packed, height, weights, steps, panels, c, ldc, planes, isLast);
                }
                else
                {
                    Panels<AddToSum, TActivation>(packed, height, weights, steps, panels, c, ldc, planes, isLast);
                }
            }

            a += height * lda;
            c += height * ldc;
            rows -= height;
        }
    }

    /// <summary>A part of all panels, each fetching from the next as much as it takes; the last part of a sum ends with the activation.</summary>
    private static void Panels<TEpilogue, TActivation>(
        float* packed, int rows, PackedMatrix weights, IndexRange steps, IndexRange panels, float* c, nint ldc, ColumnPlanes planes, bool isLast)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
    {
        if (weights.Inputs <= MostInputsOfNearWeights)
        {
            Panels<TEpilogue, TActivation, FetchNone>(packed, rows, weights, steps, panels, c, ldc, planes, isLast);
            return;
        }

        switch (RowTiles.Count(rows, TSimd.TileRows))
        {
            case 1:
                Panels<TEpilogue, TActivation, FetchWhole>(packed, rows, weights, steps, panels, c, ldc, planes, isLast);
                break;
            case 2 or 3:
                Panels<TEpilogue, TActivation, FetchHalf>(packed, rows, weights, steps, panels, c, ldc, planes, isLast);
                break;
            case >= 8:
                Panels<TEpilogue, TActivation, FetchEighth>(packed, rows, weights, steps, panels, c, ldc, planes, isLast);
                break;
            default:
                Panels<TEpilogue, TActivation, FetchQuarter>(packed, rows, weights, steps, panels, c, ldc, planes, isLast);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panels<TEpilogue, TActivation, TFetch>(
        float* packed, int rows, PackedMatrix weights, IndexRange steps, IndexRange panels, float* c, nint ldc, ColumnPlanes planes, bool isLast)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
        where TFetch : struct, IFetch
    {
        int firstFloat = steps.Start * PackedMatrix.PanelWidth;
        for (int panel = panels.Start, count; panel < panels.End; panel += count)
        {
            count = planes.Together(panel, Math.Min(ProductKernel<TSimd, TVector>.PanelsPerTile, panels.End - panel));

            // After a part of the last panel comes the next part of the first.
            float* next = panel + count < panels.End
                ? weights.Panel(panel + count) + firstFloat
                : weights.Panel(panels.Start) + (steps.End * PackedMatrix.PanelWidth);
            float* second = count > 1 ? weights.Panel(panel + 1) + firstFloat : null;
            int column = panel * PackedMatrix.PanelWidth;
            float* tile = c + planes.Offset(column);
            ProductKernel<TSimd, TVector>.Multiply<Interleaved, TEpilogue, TFetch>(
                packed, steps.Length, rows, weights.Panel(panel) + firstFloat, steps.Length, weights.Bias + column, tile, ldc, next, second);
            if (isLast && !TActivation.IsIdentity)
            {
                RowKernels<TSimd, TVector>.Activate<TActivation>(tile, ldc, rows, count * PackedMatrix.PanelWidth);
            }
        }
    }

    /// <summary>A gate that waits for the type of its activation.</summary>
    private readonly struct GateCall(float* x, float* gate, nint stride, int rows, float* result, nint resultStride, int width) : IActivationUser
    {
        public void Use<TActivation>()
            where TActivation : struct, IActivation
        {
            for (int row = 0; row < rows; row++)
            {
                RowKernels<TSimd, TVector>.Gate<TActivation>(x + (row * stride), gate + (row * stride), result + (row * resultStride), width);
            }
        }
    }

    /// <summary>A product that waits for the type of its activation.</summary>
    private readonly struct ProductCall(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* packed, ColumnPlanes planes)
        : IActivationUser
    {
        public void Use<TActivation>()
            where TActivation : struct, IActivation
            => Blocks<AddBias, TActivation>(a, lda, rows, weights, panels, c, ldc, packed, planes);
    }
}
