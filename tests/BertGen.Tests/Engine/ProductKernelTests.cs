using BertGen.Engine;
using BertGen.Engine.Kernels;
using Xunit.Abstractions;

namespace BertGen.Tests.Engine;

/// <summary>Products of every tile height and of sizes that fill no panel, against double; and that no row feels its neighbours.</summary>
public sealed unsafe class ProductKernelTests(ITestOutputHelper output)
{
    public static TheoryData<string, int, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (string width in SimdFacts.WidthNames)
            {
                for (int rows = 1; rows <= 25; rows++)
                {
                    data.Add(width, rows, 37, 20);
                    data.Add(width, rows, 20, 40);
                }

                data.Add(width, 97, 64, 48);
                data.Add(width, 300, 900, 16);
                data.Add(width, 200, 3, 1);
                data.Add(width, 6, 1, 16);
                data.Add(width, 5, 768, 33);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ProductEqualsDouble(string width, int rows, int inputs, int outputs)
    {
        using var problem = new Problem(rows, inputs, outputs);
        SimdFacts.Kernels(width).Product(
            problem.A.Pointer, inputs, rows, problem.Weights, problem.AllPanels, problem.C.Pointer, problem.Stride, Activation.None, problem.Packed.Pointer);
        CheckAgainstDouble(problem, residual: null);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ResidualIsAdded(string width, int rows, int inputs, int outputs)
    {
        using var problem = new Problem(rows, inputs, outputs);
        float[] residual = problem.C.Span.ToArray();
        SimdFacts.Kernels(width).ProductAddResidual(
            problem.A.Pointer, inputs, rows, problem.Weights, problem.AllPanels, problem.C.Pointer, problem.Stride, problem.Packed.Pointer);
        CheckAgainstDouble(problem, residual);
    }

    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void ARowHasTheSameBitsInEveryTileAndBlock(string width)
    {
        const int Rows = 305, Inputs = 451, Outputs = 40;
        KernelSet kernels = SimdFacts.Kernels(width);
        using var problem = new Problem(Rows, Inputs, Outputs);
        kernels.Product(
            problem.A.Pointer, Inputs, Rows, problem.Weights, problem.AllPanels, problem.C.Pointer, problem.Stride, Activation.Gelu, problem.Packed.Pointer);
        using var alone = new AlignedFloats(Rows * problem.Stride);
        for (int start = 0; start < Rows; start++)
        {
            int count = Math.Min(1 + (start % 14), Rows - start);
            kernels.Product(
                problem.A.Pointer + (start * Inputs), Inputs, count, problem.Weights, problem.AllPanels, alone.Pointer, problem.Stride, Activation.Gelu, problem.Packed.Pointer);
            for (int row = 0; row < count; row++)
            {
                Assert.True(
                    alone.Span.Slice(row * problem.Stride, Outputs).SequenceEqual(problem.C.Span.Slice((start + row) * problem.Stride, Outputs)),
                    $"row {start + row} differs when it is row {row} of {count}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void PanelsMayBeComputedApart(string width)
    {
        const int Rows = 7, Inputs = 30, Outputs = 80;
        KernelSet kernels = SimdFacts.Kernels(width);
        using var problem = new Problem(Rows, Inputs, Outputs);
        using var parts = new AlignedFloats(Rows * problem.Stride);
        kernels.Product(problem.A.Pointer, Inputs, Rows, problem.Weights, problem.AllPanels, problem.C.Pointer, problem.Stride, Activation.Relu, problem.Packed.Pointer);
        foreach (var range in new[] { new IndexRange(3, 5), new IndexRange(0, 1), new IndexRange(1, 3) })
        {
            kernels.Product(problem.A.Pointer, Inputs, Rows, problem.Weights, range, parts.Pointer, problem.Stride, Activation.Relu, problem.Packed.Pointer);
        }

        Assert.True(parts.Span.SequenceEqual(problem.C.Span));
    }

    /// <summary>The same values in other places, from panels that begin anywhere in a plane.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void ColumnsMayLieInPlanes(string width)
    {
        const int Rows = KernelSet.BlockRows + 29, Inputs = 451, Outputs = 192, Gap = 16;
        KernelSet kernels = SimdFacts.Kernels(width);
        using var problem = new Problem(Rows, Inputs, Outputs);
        kernels.Product(problem.A.Pointer, Inputs, Rows, problem.Weights, problem.AllPanels, problem.C.Pointer, problem.Stride, Activation.Gelu, problem.Packed.Pointer);
        foreach (int columns in new[] { 16, 32, 48, 64, 96 })
        {
            var planes = new ColumnPlanes(columns, (Rows * columns) + Gap);
            using var cut = new AlignedFloats(Outputs / columns * (int)planes.Step);
            cut.Span.Fill(float.NaN);
            foreach (var range in new[] { new IndexRange(0, 3), new IndexRange(3, 4), new IndexRange(4, 12) })
            {
                kernels.Product(problem.A.Pointer, Inputs, Rows, problem.Weights, range, cut.Pointer, columns, Activation.Gelu, problem.Packed.Pointer, planes);
            }

            for (int i = 0; i < Rows * Outputs; i++)
            {
                (int row, int column) = Math.DivRem(i, Outputs);
                Assert.Equal(problem.C[(row * problem.Stride) + column], cut[(column / columns * (int)planes.Step) + (row * columns) + (column % columns)]);
            }

            Assert.Equal(Outputs / columns * Gap, cut.Span.ToArray().Count(float.IsNaN));
        }
    }

    /// <summary>A sum is the same chain in every width, and what ends it works value by value.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void EveryWidthHasTheSameBits(string width)
    {
        const int Rows = 101, Inputs = 451, Outputs = 40;
        using var problem = new Problem(Rows, Inputs, Outputs);
        using var narrowest = new AlignedFloats(Rows * problem.Stride);
        SimdFacts.Kernels("128").Product(
            problem.A.Pointer, Inputs, Rows, problem.Weights, problem.AllPanels, narrowest.Pointer, problem.Stride, Activation.Gelu, problem.Packed.Pointer);
        SimdFacts.Kernels(width).Product(
            problem.A.Pointer, Inputs, Rows, problem.Weights, problem.AllPanels, problem.C.Pointer, problem.Stride, Activation.Gelu, problem.Packed.Pointer);
        Assert.True(narrowest.Span.SequenceEqual(problem.C.Span));
    }

    private void CheckAgainstDouble(Problem problem, float[]? residual)
    {
        double worst = 0;
        for (int row = 0; row < problem.Rows; row++)
        {
            for (int column = 0; column < problem.Outputs; column++)
            {
                double sum = problem.Bias[column] + (residual is null ? 0 : residual[(row * problem.Stride) + column]);
                for (int k = 0; k < problem.Inputs; k++)
                {
                    sum += (double)problem.A[(row * problem.Inputs) + k] * problem.Weight(k, column);
                }

                worst = Math.Max(worst, Math.Abs(sum - problem.C[(row * problem.Stride) + column]));
            }
        }

        output.WriteLine($"largest difference {worst:g3}");
        Assert.InRange(worst, 0, 1e-6 * Math.Sqrt(problem.Inputs + 4));
    }

    private sealed class Problem : IDisposable
    {
        private readonly AlignedFloats _panels;

        public Problem(int rows, int inputs, int outputs)
        {
            (Rows, Inputs, Outputs) = (rows, inputs, outputs);
            Stride = PackedMatrix.CountPanels(outputs) * PackedMatrix.PanelWidth;
            A = new AlignedFloats(rows * inputs, seed: 1);
            _panels = new AlignedFloats(Stride * inputs, seed: 2);
            Bias = new AlignedFloats(Stride, seed: 3);
            C = new AlignedFloats(rows * Stride, seed: 4);
            Weights = new PackedMatrix(_panels.Pointer, Bias.Pointer, inputs, outputs);
        }

        public int Rows { get; }

        public int Inputs { get; }

        public int Outputs { get; }

        public int Stride { get; }

        public AlignedFloats A { get; }

        public AlignedFloats Bias { get; }

        public AlignedFloats C { get; }

        public PackedMatrix Weights { get; }

        public AlignedFloats Packed { get; } = new(KernelSet.PackedFloats);

        public IndexRange AllPanels => new(0, Weights.PanelCount);

        public float Weight(int k, int column)
            => _panels[(((column / PackedMatrix.PanelWidth * Inputs) + k) * PackedMatrix.PanelWidth) + (column % PackedMatrix.PanelWidth)];

        public void Dispose()
        {
            A.Dispose();
            _panels.Dispose();
            Bias.Dispose();
            C.Dispose();
            Packed.Dispose();
        }
    }
}
