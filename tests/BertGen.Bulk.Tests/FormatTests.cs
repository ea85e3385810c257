using System.IO.Compression;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using BertGen.Bulk.Tests.Harness;
using Parquet;
using Parquet.Schema;
using ZstdSharp;

namespace BertGen.Bulk.Tests;

/// <summary>The same rows give the same output, whatever the format they lie in.</summary>
public sealed class FormatTests : IDisposable
{
    private const int Count = 90;

    private readonly RunPlace _place = new();

    private static (string Id, string Text)[] Rows { get; } = [.. Definitions.Take(Count - 1), ("odd,\"id\"", "a text, with \"quotes\"\nand a second line")];

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("in.jsonl")]
    [InlineData("in.jsonl.gz")]
    [InlineData("in.jsonl.zst")]
    [InlineData("in.csv")]
    [InlineData("in.tsv.gz")]
    [InlineData("in.parquet")]
    [InlineData("in.parquet.gz")]
    [InlineData("in.arrow")]
    [InlineData("in.arrows")]
    public async Task EveryFormatIsReadToTheSameRows(string name)
    {
        await WriteAsync(name);
        BulkRun run = await _place.EmbedAsync(RunPlace.PlanOf(_place.File(name)) with { RowsPerShard = 40 });
        Assert.Equal((Count, 3), (run.RowCount, run.ShardCount));
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(EmbeddedTexts.BytesOf(EmbeddedTexts.Of(Rows.Select(row => row.Text))), EmbeddedTexts.OfNumPy(paths[0]));
        Assert.Equal(Rows.Select(row => row.Id), File.ReadLines(paths[1]).Select(line => System.Text.Json.JsonElement.Parse(line).GetProperty("id").GetString()!));
        Assert.Empty(await run.VerifyAsync());
    }

    [Theory]
    [InlineData(VectorType.Float32)]
    [InlineData(VectorType.Float16)]
    [InlineData(VectorType.Int8)]
    [InlineData(VectorType.Binary)]
    public async Task ParquetHoldsWhatNumPyHolds(VectorType type)
    {
        await WriteAsync("in.jsonl");
        BulkPlan plan = RunPlace.PlanOf(_place.File("in.jsonl")) with { VectorType = type, OutputFormat = OutputFormat.Parquet };
        BulkRun run = await _place.EmbedAsync(plan);
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 1 }, WordNetMini.Model));
        (IReadOnlyList<string> merged, _) = run.Merge(_place.File("all.parquet"));
        Directory.Delete(_place.Run, recursive: true);

        // A run of one shard has the bytes of one that was merged.
        await _place.EmbedAsync(plan with { RowsPerShard = Count });
        Assert.Equal(File.ReadAllBytes(Path.Combine(_place.Run, "shards", "000000.parquet")), File.ReadAllBytes(merged[0]));
        await using ParquetReader reader = await ParquetReader.CreateAsync(merged[0]);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        string[] ids = new string[Count];
        await group.ReadAsync(reader.Schema.FindDataField("id"), ids.AsMemory()!);
        Assert.Equal(Rows.Select(row => row.Id), ids);
    }

    [Theory]
    [InlineData("x", "expected 2 values, as there are in the header, found 1")]
    [InlineData("x,5\" disk", "expected a value with quotes to stand in quotes")]
    [InlineData("x,\"a\"b", "expected a delimiter behind a quoted value, found more of it")]
    public async Task AMalformedRecordOfCsvIsToldWithItsNumber(string record, string reason)
    {
        string input = _place.File("in.csv");
        File.WriteAllText(input, $"id,text\na,one\n{record}\nb,two\n");
        BulkException fatal = await Assert.ThrowsAsync<BulkException>(() => _place.EmbedAsync(RunPlace.PlanOf(input)));
        Assert.Equal($"{input}: record 2: {reason}.", fatal.Message);
    }

    [Fact]
    public async Task AColumnInsideOfAnotherIsNotTheColumnOfItsName()
    {
        string input = _place.File("in.parquet");
        var schema = new ParquetSchema(new StructField("meta", new DataField<string>("text")), new DataField<string>("text"));
        await using (FileStream file = File.Create(input))
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            DataField inner = schema.DataFields[0];
            await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(inner, new[] { "inside".AsMemory() }, new[] { inner.MaxDefinitionLevel }, null, CancellationToken.None);
            await group.WriteAsync(schema.DataFields[1], ["one"]);
        }

        BulkRun run = await _place.EmbedAsync(new BulkPlan { Inputs = [input], RowsPerShard = 1 });
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(EmbeddedTexts.BytesOf(EmbeddedTexts.Of(["one"])), EmbeddedTexts.OfNumPy(paths[0]));
    }

    [Fact]
    public async Task FilesOfWhichOneCannotBeCreatedAreNotLeftBehind()
    {
        string input = _place.File("in.txt"), folder = Directory.CreateDirectory(_place.File("merged")).FullName;
        File.WriteAllLines(input, ["one"]);
        BulkRun run = await _place.EmbedAsync(new BulkPlan { Inputs = [input], RowsPerShard = 1 });

        // The longest name that a file may have is long enough for the vectors, and not for the rows.
        Assert.Throws<BulkException>(() => run.Merge(Path.Combine(folder, new string('x', 230) + ".npy")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    private async Task WriteAsync(string name)
    {
        string path = _place.File(name), plain = path.Replace(".gz", "", StringComparison.Ordinal).Replace(".zst", "", StringComparison.Ordinal);
        switch (Path.GetExtension(plain))
        {
            case ".jsonl":
                _place.WriteJsonLines(Path.GetFileName(plain), Rows);
                break;
            case ".csv" or ".tsv":
                string delimiter = plain.EndsWith(".tsv", StringComparison.Ordinal) ? "\t" : ",";
                File.WriteAllText(plain, string.Concat(new[] { ("id", "text") }.Concat(Rows).Select(row => $"{Quoted(row.Item1)}{delimiter}{Quoted(row.Item2)}\r\n")));
                break;
            case ".parquet":
                await WriteParquetAsync(plain);
                break;
            default:
                WriteArrow(plain);
                break;
        }

        if (plain != path)
        {
            using FileStream source = File.OpenRead(plain), target = File.Create(path);
            using Stream compressed = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(target, CompressionLevel.Fastest) : new CompressionStream(target);
            await source.CopyToAsync(compressed);
        }
    }

    private static string Quoted(string value) => value.AsSpan().ContainsAny("\",\t\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static async Task WriteParquetAsync(string path)
    {
        var schema = new ParquetSchema(new DataField<string>("id"), new DataField<string>("text"));
        using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file);
        foreach ((string Id, string Text)[] rows in Rows.Chunk(37))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(schema.DataFields[0], [.. rows.Select(row => row.Id)]);
            await group.WriteAsync(schema.DataFields[1], [.. rows.Select(row => row.Text)]);
        }
    }

    private static void WriteArrow(string path)
    {
        var schema = new Apache.Arrow.Schema([new Apache.Arrow.Field("id", StringType.Default, true), new Apache.Arrow.Field("text", StringType.Default, true)], null);
        using FileStream file = File.Create(path);
        using ArrowStreamWriter writer = path.EndsWith(".arrow", StringComparison.Ordinal) ? new ArrowFileWriter(file, schema) : new ArrowStreamWriter(file, schema);
        foreach ((string Id, string Text)[] rows in Rows.Chunk(37))
        {
            using var batch = new RecordBatch(schema, [new StringArray.Builder().AppendRange(rows.Select(row => row.Id)).Build(), new StringArray.Builder().AppendRange(rows.Select(row => row.Text)).Build()], rows.Length);
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }
}
