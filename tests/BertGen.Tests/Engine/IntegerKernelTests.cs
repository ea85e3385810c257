using System.Runtime.InteropServices;
using BertGen.Engine;
using BertGen.Engine.Kernels;
using BertGen.Engine.Kernels.Integer;

namespace BertGen.Tests.Engine;

/// <summary>Products of rounded rows and weights: what they compute, and that every instruction set of the processor has the same bits.</summary>
public sealed unsafe class IntegerKernelTests
{
    /// <summary>Rows, inputs, outputs: every tile height, blocks that are filled up with zeros, panels that are not full.</summary>
    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            for (int rows = 1; rows <= 25; rows++)
            {
                data.Add(rows, 100, 40);
                data.Add(rows, 320, 16);
            }

            data.Add(300, 384, 48);
            data.Add(70, 3072, 20);
            data.Add(9, 1, 1);
            data.Add(7, 64, 17);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheProductIsThatOfTheRoundedNumbers(int rows, int inputs, int outputs)
    {
        using var problem = new Problem(rows, inputs, outputs);
        float[] found = problem.Multiply(IntegerKernels.Best);

        // Sums of integers are exact; what differs is the rounding of the float32 sums over blocks.
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < outputs; column++)
            {
                (double expected, double size) = problem.ProductOfRounded(row, column);
                double value = found[(row * problem.Stride) + column];
                Assert.True(Math.Abs(expected - value) <= 1e-5 * (size + 1), $"row {row}, column {column}: expected {expected}, found {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheProductIsNearThatOfTheNumbers(int rows, int inputs, int outputs)
    {
        using var problem = new Problem(rows, inputs, outputs);
        float[] found = problem.Multiply(IntegerKernels.Best);

        double error = 0, size = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < outputs; column++)
            {
                double expected = problem.Product(row, column);
                double difference = found[(row * problem.Stride) + column] - expected;
                error += difference * difference;
                size += expected * expected;
            }
        }

        Assert.True(Math.Sqrt(error / size) < 0.02, $"relative error {Math.Sqrt(error / size)}");
    }

    /// <summary>The same values in other places, from panels that begin anywhere in a plane.</summary>
    [Fact]
    public void ColumnsMayLieInPlanes()
    {
        const int Rows = 29, Inputs = 96, Outputs = 192;
        using var problem = new Problem(Rows, Inputs, Outputs);
        foreach (IntegerKernels kernels in IntegerKernels.All)
        {
            float[] expected = problem.Multiply(kernels);
            foreach (int columns in new[] { 16, 32, 48, 64, 96 })
            {
                var planes = new ColumnPlanes(columns, (Rows * columns) + 16);
                float[] cut = problem.Multiply(kernels, planes, Outputs / columns);
                for (int i = 0; i < Rows * Outputs; i++)
                {
                    (int row, int column) = Math.DivRem(i, Outputs);
                    Assert.Equal(expected[(row * problem.Stride) + column], cut[(column / columns * (int)planes.Step) + (row * columns) + (column % columns)]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AllInstructionSetsHaveTheSameBits(int rows, int inputs, int outputs)
    {
        using var problem = new Problem(rows, inputs, outputs);
        float[] expected = problem.Multiply(new IntegerKernels<Dot128, Integers128, System.Runtime.Intrinsics.Vector128<int>, Simd128, System.Runtime.Intrinsics.Vector128<float>>());
        foreach (IntegerKernels kernels in IntegerKernels.All)
        {
            Assert.True(expected.AsSpan().SequenceEqual(problem.Multiply(kernels)), kernels.Name);
        }
    }

    /// <summary>Every pair of products as large as it can be, of one sign: what 16 bits just hold.</summary>
    [Fact]
    public void TheLargestProductsDoNotOverflow()
    {
        const int Inputs = 128;
        using var problem = new Problem(6, Inputs, 16);
        sbyte* weights = problem.Panels.Panel(0);
        for (int i = 0; i < Inputs * IntegerPanels.Width; i++)
        {
            weights[i] = (sbyte)(i % (2 * 4 * IntegerPanels.Width) < 4 * IntegerPanels.Width ? 127 : -127);
        }

        // A single large value spreads over its block with one magnitude: all bytes are 1 or 127.
        problem.A.Span.Clear();
        problem.A.Span[5] = 100;
        float[] expected = problem.Multiply(new IntegerKernels<Dot128, Integers128, System.Runtime.Intrinsics.Vector128<int>, Simd128, System.Runtime.Intrinsics.Vector128<float>>());
        Assert.All(IntegerKernels.All, kernels => Assert.Equal(expected, problem.Multiply(kernels)));
    }

    [Fact]
    public void ARowHasTheSameBitsInEveryTile()
    {
        using var problem = new Problem(40, 451, 40);
        foreach (IntegerKernels kernels in IntegerKernels.All)
        {
            float[] together = problem.Multiply(kernels);
            for (int start = 0, count; start < 40; start += count)
            {
                count = Math.Min(1 + (start % 13), 40 - start);
                float[] alone = problem.Multiply(kernels, start, count);
                Assert.True(alone.AsSpan().SequenceEqual(together.AsSpan(start * problem.Stride, count * problem.Stride)), $"{kernels.Name}, {count} rows from {start}");
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void WhatIsNotFiniteStaysSo(float value)
    {
        using var problem = new Problem(3, 200, 16);
        problem.A.Span[200 + 7] = value;
        float[] found = problem.Multiply(IntegerKernels.Best);

        Assert.All(found[..problem.Stride], number => Assert.True(float.IsFinite(number)));
        Assert.All(found[problem.Stride..(2 * problem.Stride)], number => Assert.False(float.IsFinite(number)));
        Assert.All(found[(2 * problem.Stride)..], number => Assert.True(float.IsFinite(number)));
    }

    [Fact]
    public void ZerosAndTheSmallestNumbersAreZeros()
    {
        using var problem = new Problem(2, 128, 16);
        problem.A.Span[..128].Clear();
        problem.A.Span[128..].Fill(float.Epsilon);
        Assert.Equal(problem.BiasOfAllRows(2), problem.Multiply(IntegerKernels.Best));
    }

    /// <summary>A product whose weights are rounded.</summary>
    private sealed class Problem : IDisposable
    {
        private readonly int _rows;
        private readonly int _inputs;
        private readonly AlignedFloats _w;
        private readonly AlignedFloats _bias;
        private readonly AlignedFloats _scratch = new(KernelSet.PackedFloats);
        private readonly void* _memory;

        public Problem(int rows, int inputs, int outputs)
        {
            (_rows, _inputs) = (rows, inputs);
            int panels = PackedMatrix.CountPanels(outputs);
            Stride = panels * PackedMatrix.PanelWidth;
            A = new AlignedFloats(rows * inputs, seed: 1);
            _w = new AlignedFloats(outputs * inputs, seed: 2);
            _bias = new AlignedFloats(Stride, seed: 3);
            _bias.Span[outputs..].Clear();
            _memory = NativeMemory.AlignedAlloc((nuint)IntegerPanels.BytesOf(inputs, panels), 64);
            Panels = new IntegerPanels(_memory, inputs, panels);
            Panels.Clear(panels - 1);
            WeightRounding.PackAsColumns(_w.Span, Panels, 0);
            Weights = new PackedMatrix(Panels, _bias.Pointer, inputs, outputs);
        }

        public AlignedFloats A { get; }

        public IntegerPanels Panels { get; }

        public PackedMatrix Weights { get; }

        /// <summary>Floats from one row of results to the next.</summary>
        public int Stride { get; }

        public float[] Multiply(IntegerKernels kernels) => Multiply(kernels, 0, _rows);

        public float[] Multiply(IntegerKernels kernels, int firstRow, int rows)
        {
            using var c = new AlignedFloats(rows * Stride);
            kernels.Product(
                A.Pointer + (firstRow * _inputs), _inputs, rows, Weights, new IndexRange(0, Weights.PanelCount), c.Pointer, Stride, Activation.None, _scratch.Pointer);
            return c.Span.ToArray();
        }

        public float[] Multiply(IntegerKernels kernels, ColumnPlanes planes, int count)
        {
            using var c = new AlignedFloats(count * (int)planes.Step);
            foreach (var range in new[] { new IndexRange(0, 3), new IndexRange(3, 4), new IndexRange(4, Weights.PanelCount) })
            {
                kernels.Product(A.Pointer, _inputs, _rows, Weights, range, c.Pointer, planes.Width, Activation.None, _scratch.Pointer, planes);
            }

            return c.Span.ToArray();
        }

        public float[] BiasOfAllRows(int rows) => [.. Enumerable.Repeat(_bias.Span.ToArray(), rows).SelectMany(bias => bias)];

        public double Product(int row, int column)
        {
            double sum = _bias[column];
            for (int i = 0; i < _inputs; i++)
            {
                sum += (double)A[(row * _inputs) + i] * _w[(column * _inputs) + i];
            }

            return sum;
        }

        /// <summary>The product of what rows and weights were rounded to, and the sum of the magnitudes of its blocks.</summary>
        public (double Sum, double Size) ProductOfRounded(int row, int column)
        {
            InputBlocks blocks = Panels.Blocks;
            byte* bytes = stackalloc byte[blocks.Length];
            float* scales = stackalloc float[blocks.Count];
            RowRounding.Best.RoundRow(A.Pointer + (row * _inputs), blocks, bytes, scales);
            (int panel, int inPanel) = Math.DivRem(column, IntegerPanels.Width);
            double sum = _bias[column], size = 0;
            for (int block = 0; block < blocks.Count; block++)
            {
                long products = 0;
                for (int i = block * InputBlocks.MaxSize; i < (block * InputBlocks.MaxSize) + blocks.SizeOf(block); i++)
                {
                    products += (bytes[i] - RowRounding.RowCenter) * Panels.Panel(panel)[(((i / 4 * IntegerPanels.Width) + inPanel) * 4) + (i % 4)];
                }

                double part = products * (double)scales[block] * Panels.Scales(panel, block)[inPanel];
                sum += part;
                size += Math.Abs(part);
            }

            return (sum, size);
        }

        public void Dispose()
        {
            A.Dispose();
            _w.Dispose();
            _bias.Dispose();
            _scratch.Dispose();
            NativeMemory.AlignedFree(_memory);
        }
    }
}
