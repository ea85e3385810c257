using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BertGen.Engine;
using BertGen.Engine.Kernels;
using BertGen.Engine.Kernels.Integer;

namespace BertGen.Tests.Engine;

/// <summary>Products of rounded rows and weights: what they compute, and that every instruction set of the processor has the same bits.</summary>
public sealed unsafe class IntegerKernelTests
{
    /// <summary>The kernels that every processor has.</summary>
    private static IntegerKernels Narrowest { get; } = new IntegerKernels<Dot128, NoShortSums<Vector128<int>>, Integers128, Vector128<int>, Simd128, Vector128<float>>();

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
        float[] expected = problem.Multiply(Narrowest);
        foreach (IntegerKernels kernels in IntegerKernels.All)
        {
            Assert.True(expected.AsSpan().SequenceEqual(problem.Multiply(kernels)), kernels.Name);
        }
    }

    /// <summary>
    /// Products as large as they can be, of one sign and of both in turns. 127 is the largest weight, and two such products just have room in
    /// 16 bits; of eight products of one sign, weights of 65 are the largest that have.
    /// </summary>
    [Theory]
    [InlineData(127, true)]
    [InlineData(127, false)]
    [InlineData(66, false)]
    [InlineData(65, false)]
    [InlineData(64, false)]
    public void TheLargestProductsDoNotOverflow(int weight, bool inTurns)
    {
        const int Inputs = 256, Rows = 20;
        using var problem = new Problem(Rows, Inputs, 16);

        // A single large value spreads over its block with one magnitude: all bytes are 1 or 127.
        problem.A.Span[..(10 * Inputs)].Clear();
        for (int row = 0; row < 10; row++)
        {
            problem.A.Span[(row * Inputs) + 5] = 100;
        }

        byte* bytes = stackalloc byte[Inputs];
        float* scales = stackalloc float[2];
        RowRounding.Best.RoundRow(problem.A.Pointer, problem.Panels.Blocks, bytes, scales);
        sbyte* weights = problem.Panels.Panel(0);
        for (int i = 0; i < Inputs * IntegerPanels.Width; i++)
        {
            int input = (i / (4 * IntegerPanels.Width) * 4) + (i % 4);
            bool isNegative = inTurns ? input % 8 >= 4 : bytes[input] < RowRounding.RowCenter;
            weights[i] = (sbyte)(isNegative ? -weight : weight);
        }

        problem.SetStartsAndSquares();
        float[] expected = problem.Multiply(Narrowest);
        Assert.True(inTurns || problem.ProductOfIntegers(0, 0, block: 0) == 128 * RowRounding.RowLimit * weight, "A product has another sign.");
        Assert.All(IntegerKernels.All, kernels => Assert.Equal(expected, problem.Multiply(kernels)));
    }

    /// <summary>Rows of one magnitude beside others, and large weights beside small ones: a tile has blocks of both kinds.</summary>
    [Fact]
    public void BlocksWithRoomIn16BitsAndBlocksWithoutMeetInATile()
    {
        const int Inputs = 451, Rows = 40;
        using var problem = new Problem(Rows, Inputs, 40);
        for (int row = 0; row < Rows; row += 5)
        {
            Span<float> block = problem.A.Span.Slice((row * Inputs) + (row % 3 * 128), 64);
            block.Clear();
            block[row] = 50;
        }

        new Span<sbyte>(problem.Panels.Panel(1), 128 * IntegerPanels.Width).Fill(127);
        new Span<sbyte>(problem.Panels.Panel(0) + (256 * IntegerPanels.Width), 128 * IntegerPanels.Width).Fill(-127);
        problem.SetStartsAndSquares();
        float[] expected = problem.Multiply(Narrowest);
        Assert.All(IntegerKernels.All, kernels => Assert.Equal(expected, problem.Multiply(kernels)));
    }

    [Fact]
    public void TheLargestSumsOfSquaresAreThoseOfEightValuesOfALane()
    {
        const int Inputs = 320;
        using var problem = new Problem(1, Inputs, 16);
        InputBlocks blocks = problem.Panels.Blocks;
        byte* bytes = stackalloc byte[blocks.Length];
        float* scales = stackalloc float[blocks.Count];
        RowRounding.Best.RoundRow(problem.A.Pointer, blocks, bytes, scales);
        for (int block = 0; block < blocks.Count; block++)
        {
            int start = block * InputBlocks.MaxSize, size = blocks.SizeOf(block);
            if (Avx2.IsSupported)
            {
                Assert.Equal(Largest(i => bytes[start + i] - RowRounding.RowCenter, size), ShortSums256.LargestSquares(bytes + start, size));
            }

            int expected = Enumerable.Range(0, IntegerPanels.Width).Max(column => Largest(i => problem.Weight(start + i, column), size));
            Assert.Equal(expected, problem.Panels.Squares(0)[block]);
        }

        static int Largest(Func<int, int> value, int size) => Enumerable.Range(0, size)
            .GroupBy(i => (i / 16, i % 4 / 2))
            .Max(lane => lane.Sum(i => value(i) * value(i)));
    }

    /// <summary>The most inputs that a product may have leave room for a tile and what belongs to it.</summary>
    [Fact]
    public void TheMostInputsHaveRoom()
    {
        using var problem = new Problem(14, RoundedRows.MaxInputs, 32);
        float[] expected = problem.Multiply(Narrowest);
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
            WeightRounding.SetSquares(Panels, panels);
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

        /// <summary>What belongs to weights that a test has changed.</summary>
        public void SetStartsAndSquares()
        {
            for (int panel = 0; panel < Weights.PanelCount; panel++)
            {
                for (int block = 0; block < Panels.Blocks.Count; block++)
                {
                    for (int column = 0; column < IntegerPanels.Width; column++)
                    {
                        int first = block * InputBlocks.MaxSize, size = Panels.Blocks.SizeOf(block);
                        Panels.Starts(panel, block)[column] = -RowRounding.RowCenter * Enumerable.Range(first, size).Sum(i => Weight(i, (panel * IntegerPanels.Width) + column));
                    }
                }
            }

            WeightRounding.SetSquares(Panels, Weights.PanelCount);
        }

        /// <summary>A rounded weight.</summary>
        public int Weight(int input, int column)
        {
            (int panel, int inPanel) = Math.DivRem(column, IntegerPanels.Width);
            return Panels.Panel(panel)[(((input / 4 * IntegerPanels.Width) + inPanel) * 4) + (input % 4)];
        }

        /// <summary>The product of the integers that a block of a row and of a column was rounded to.</summary>
        public long ProductOfIntegers(int row, int column, int block)
        {
            InputBlocks blocks = Panels.Blocks;
            byte* bytes = stackalloc byte[blocks.Length];
            float* scales = stackalloc float[blocks.Count];
            RowRounding.Best.RoundRow(A.Pointer + (row * _inputs), blocks, bytes, scales);
            long sum = 0;
            for (int i = block * InputBlocks.MaxSize; i < (block * InputBlocks.MaxSize) + blocks.SizeOf(block); i++)
            {
                sum += (bytes[i] - RowRounding.RowCenter) * Weight(i, column);
            }

            return sum;
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
                long products = ProductOfIntegers(row, column, block);
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
