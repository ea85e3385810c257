using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using BertGen.Bulk.Tests.Harness;
using BertGen.Vectors;

namespace BertGen.Bulk.Tests;

/// <summary>What is written has the bits that the model makes in memory, in the order of the input, in every format and type.</summary>
public sealed class OutputTests : IDisposable
{
    private const int Count = 120;

    private readonly RunPlace _place = new();

    private static (string Id, string Text)[] Rows { get; } = Definitions.Take(Count);

    private static float[] Expected { get; } = EmbeddedTexts.Of(Rows.Select(row => row.Text));

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(VectorType.Float32)]
    [InlineData(VectorType.Float16)]
    [InlineData(VectorType.Binary)]
    public async Task NumPyHasTheBitsOfTheModelInTheOrderOfTheInput(VectorType type)
    {
        BulkRun run = await EmbedAsync(OutputFormat.NumPy, type);
        (IReadOnlyList<string> paths, long rows) = run.Merge(_place.File("all.npy"));
        Assert.Equal(Count, rows);
        Assert.Equal(BytesOf(type), EmbeddedTexts.OfNumPy(paths[0]));
        Assert.Equal(
            Rows.Select((row, i) => $$"""{"row":{{i}},"id":"{{row.Id}}"}"""),
            File.ReadLines(paths[1]));
    }

    [Fact]
    public async Task TheRangesOfInt8AreThoseOfTheSample()
    {
        BulkRun run = await EmbedAsync(OutputFormat.NumPy, VectorType.Int8);
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));

        // So few texts are the sample, all of them.
        var matrix = new ReadOnlyTensorSpan<float>(Expected, [Count, 192]);
        Tensor<sbyte> steps = VectorQuantization.ToInt8(matrix, QuantizationRanges.Of(matrix));
        sbyte[] expected = new sbyte[Expected.Length];
        steps.FlattenTo(expected);
        Assert.Equal(MemoryMarshal.AsBytes(expected.AsSpan()).ToArray(), EmbeddedTexts.OfNumPy(paths[0]));
    }

    [Theory]
    [InlineData(VectorType.Float32)]
    [InlineData(VectorType.Float16)]
    [InlineData(VectorType.Int8)]
    [InlineData(VectorType.Binary)]
    public async Task EveryTypeIsTheSameInJsonLinesAndInNumPy(VectorType type)
    {
        BulkRun run = await EmbedAsync(OutputFormat.JsonLines, type);
        (IReadOnlyList<string> lines, _) = run.Merge(_place.File("all.jsonl"));
        Directory.Delete(_place.Run, recursive: true);
        run = await EmbedAsync(OutputFormat.NumPy, type);
        (IReadOnlyList<string> array, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(EmbeddedTexts.OfNumPy(array[0]), File.ReadLines(lines[0]).SelectMany(line => ValuesOf(line, type)));
        Assert.Equal(Rows[7].Id, JsonElement.Parse(File.ReadLines(lines[0]).ElementAt(7)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task AShardMayBeginInOneFileAndEndInAnother()
    {
        string first = _place.WriteJsonLines("a.jsonl", Rows[..33]), second = _place.WriteJsonLines("b.jsonl", Rows[33..]);
        BulkRun run = await _place.EmbedAsync(RunPlace.PlanOf(first, second));
        Assert.Equal(3, run.ShardCount);
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(EmbeddedTexts.BytesOf(Expected), EmbeddedTexts.OfNumPy(paths[0]));
        Assert.Empty(await run.VerifyAsync());
    }

    [Fact]
    public async Task ARunOfNoRowsHasAnEmptyOutput()
    {
        BulkRun run = await _place.EmbedAsync(RunPlace.PlanOf(_place.WriteJsonLines("none.jsonl", [])));
        Assert.Equal(0, run.ShardCount);
        Assert.True(run.Status().IsDone);
        Assert.Equal(0, run.Merge(_place.File("all.npy")).Rows);
    }

    private static byte[] BytesOf(VectorType type)
    {
        switch (type)
        {
            case VectorType.Float16:
                var halves = new Half[Expected.Length];
                TensorPrimitives.ConvertToHalf(Expected, halves);
                return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
            case VectorType.Binary:
                byte[] bits = new byte[Expected.Length / 8];
                VectorQuantization.ToUBinary(new ReadOnlyTensorSpan<float>(Expected, [Count, 192])).FlattenTo(bits);
                return bits;
            default:
                return EmbeddedTexts.BytesOf(Expected);
        }
    }

    private static IEnumerable<byte> ValuesOf(string line, VectorType type) => JsonElement.Parse(line).GetProperty("vector").EnumerateArray().SelectMany(value => type switch
    {
        VectorType.Float32 => BitConverter.GetBytes(value.GetSingle()),
        VectorType.Float16 => BitConverter.GetBytes((Half)value.GetSingle()),
        VectorType.Int8 => [(byte)value.GetSByte()],
        _ => [value.GetByte()],
    });

    private Task<BulkRun> EmbedAsync(OutputFormat format, VectorType type) =>
        _place.EmbedAsync(RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Rows)) with { OutputFormat = format, VectorType = type });
}
