using System.Buffers;
using System.Numerics.Tensors;
using BertGen.Parity.Compiling;
using BertGen.Parity.Golden;
using Xunit.Abstractions;

namespace BertGen.Parity;

/// <summary>The compiled pooler: every recorded call, and the same bits whichever way it is called.</summary>
public sealed class PoolerCaseTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    public static TheoryData<BertTarget, string, string> Recorded => Targets.Times(PoolerCase.Rows);

    private static ModelUnderTest Tiny => new(Path.Combine(RepositoryFolder.Golden, "tiny"), "Pooler = true, TopLayerOnly = true");

    [Theory]
    [MemberData(nameof(Recorded))]
    public void EqualsTheRecordedVectors(BertTarget target, string model, string name)
    {
        var item = new PoolerCase(model, name);
        RecordedTensors recorded = item.ReadTensors();
        (nint[] tokens, nint[] shape) = item.ReadShapes();
        using IParityEmbedder embedder = new ModelUnderTest(item.Folder, "Pooler = true", target).Load();

        Tensor<float> result = embedder.Pool(new ReadOnlyTensorSpan<float>(recorded.Values<float>("tokens"), tokens));

        Assert.Equal(shape, result.Lengths.ToArray());
        var single = new Difference($"{item.Title} (float32)");
        var @double = new Difference($"{item.Title} (float64)");
        single.Add(recorded.Values<float>("output"), result.Values(), "pooled");
        @double.Add(recorded.Values<double>("output_f64"), result.Values(), "pooled");
        output.WriteLine($"{single}\n{@double}");
        single.AssertWithin(Tolerance);
        @double.AssertWithin(Tolerance);
    }

    [Fact]
    public void ThereAreRecordedCalls() => Assert.Equal(9, PoolerCase.Rows.Count);

    [Theory]
    [InlineData("Pooler = true")]
    [InlineData("Pooler = true, TopLayerOnly = true")]
    [InlineData("Pooler = true, ScalarMixParameters = [0, 1]")]
    public void PoolingIdsIsPoolingTheirVectors(string options)
    {
        using IParityEmbedder embedder = (Tiny with { Arguments = options }).Load();
        int[] ids = [2, 9, 8, 3, 2, 7, 3, 0, 2, 3, 0, 0, 5, 6, 7, 8];
        int[] types = [0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1];
        var inputIds = new ReadOnlyTensorSpan<int>(ids, [2, 2, 4]);
        var typeIds = new ReadOnlyTensorSpan<int>(types, [2, 2, 4]);

        Tensor<float> pooled = embedder.Pool(inputIds, typeIds);

        Assert.Equal([2, 2, 32], pooled.Lengths.ToArray());
        Bits.AssertEqual(embedder.Pool(embedder.Forward(inputIds, default, typeIds)).Values(), pooled.Values(), "pooled ids");
        Assert.NotEqual(pooled.Values(), embedder.Pool(inputIds).Values());
    }

    [Fact]
    public void ARowHasTheBitsThatItHasAlone()
    {
        using IParityEmbedder embedder = Tiny.Load();
        const int Rows = 100;
        int[] ids = [.. Enumerable.Range(0, Rows).SelectMany(row => new[] { 2, 5 + (row % 40), 3, row % 2 == 0 ? 0 : 4 })];
        float[] together = embedder.Pool(new ReadOnlyTensorSpan<int>(ids, [Rows, 4])).Values();
        for (int row = 0; row < Rows; row++)
        {
            float[] alone = embedder.Pool(new ReadOnlyTensorSpan<int>(ids.AsSpan(row * 4, 4), [1, 4])).Values();
            Bits.AssertEqual(alone, together.AsSpan(row * 32, 32), $"row {row}");
        }
    }

    [Fact]
    public void RowsOfLongTextsArePooledByTheirFirstPiece()
    {
        using IParityEmbedder embedder = (Tiny with { Arguments = "Pooler = true, MaxPieces = 8" }).Load();
        int[] ids = [.. Enumerable.Range(0, 40).Select(i => 2 + (i % 30))];
        var inputIds = new ReadOnlyTensorSpan<int>(ids, [1, 40]);

        Bits.AssertEqual(embedder.Pool(embedder.Forward(inputIds)).Values(), embedder.Pool(inputIds).Values(), "a long text");
    }

    [Fact]
    public void VectorsAreReadWhereverTheyLie()
    {
        using IParityEmbedder embedder = Tiny.Load();
        float[] values = [.. Enumerable.Range(0, 3 * 4 * 64).Select(i => MathF.Sin(i))];
        ReadOnlyTensorSpan<float> wide = new(values, [3, 4, 64]);
        ReadOnlyTensorSpan<float> left = wide.Slice((ReadOnlySpan<NRange>)[NRange.All, NRange.All, 0..32]);
        float[] copied = new float[3 * 4 * 32];
        left.FlattenTo(copied);

        Bits.AssertEqual(embedder.Pool(new ReadOnlyTensorSpan<float>(copied, [3, 4, 32])).Values(), embedder.Pool(left).Values(), "a part of a tensor");
        Assert.Empty(embedder.Pool(Tensor.CreateFromShape<float>([0, 4, 32])).Values());
    }

    [Fact]
    public void WhatCannotBePooledIsRefusedByItsShape()
    {
        using IParityEmbedder embedder = Tiny.Load();
        nint[][] shapes = [[32], [2, 31], [1, 2, 31], [2, 0, 32]];
        foreach (nint[] shape in shapes)
        {
            var exception = Assert.Throws<ArgumentException>("tokens", () => embedder.Pool(Tensor.CreateFromShape<float>(shape)));
            Assert.Contains($"found ({string.Join(", ", shape)})", exception.Message);
        }

        Assert.Throws<ArgumentException>("inputIds", () => embedder.Pool(new ReadOnlyTensorSpan<int>(new int[3], [3])));
        embedder.Dispose();
        var disposed = Assert.Throws<ObjectDisposedException>(() => embedder.Pool(new ReadOnlyTensorSpan<float>(new float[32], [1, 1, 32])));
        Assert.Equal("BertGen.Parity.Compiled.Embedder", disposed.ObjectName);
    }
}
