using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>Rows that are none: told with file, line and reason, and skipped or fatal.</summary>
public sealed class MalformedTests : IDisposable
{
    private readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("""{"id":"x","text":"a" """, "expected a JSON object, found none")]
    [InlineData("", "expected a JSON object, found an empty line")]
    [InlineData("[1]", "expected a JSON object, found an array")]
    [InlineData("""{"id":"x"}""", "expected a string as 'text', found no such property")]
    [InlineData("""{"id":"x","text":7}""", "expected a string as 'text', found a number")]
    [InlineData("""{"id":"x","text":"a"} {}""", "expected a JSON object, found none")]
    [InlineData("""{"id":"x","text":"\ud800"}""", "expected text that is Unicode, found a string that is none")]
    public async Task AMalformedLineIsToldWithFileLineAndReason(string line, string reason)
    {
        string input = _place.File("in.jsonl");
        File.WriteAllLines(input, ["""{"id":"a","text":"one"}""", line, """{"id":"b","text":"two"}"""]);
        BulkException fatal = await Assert.ThrowsAsync<BulkException>(() => _place.EmbedAsync(RunPlace.PlanOf(input)));
        Assert.StartsWith($"{input}: line 2: {reason}", fatal.Message, StringComparison.Ordinal);
        Assert.Empty(RunPlace.Shards(_place.Run));
        Directory.Delete(_place.Run, recursive: true);

        List<string> notes = [];
        BulkRun run = await _place.EmbedAsync(RunPlace.PlanOf(input) with { SkipMalformed = true }, options: new WorkOptions { Note = notes.Add });
        Assert.StartsWith($"{input}: line 2: {reason}", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Equal((3L, 1L), (run.Status().DoneRows, run.Status().SkippedRows));
        (IReadOnlyList<string> paths, long rows) = run.Merge(_place.File("all.npy"));
        Assert.Equal(2, rows);
        Assert.Equal(["""{"row":0,"id":"a"}""", """{"row":2,"id":"b"}"""], File.ReadLines(paths[1]));
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 1 }, WordNetMini.Model));
    }

    [Fact]
    public async Task MoreMalformedRowsThanAreInMemoryAtOnceLeaveNothingInTheOutput()
    {
        string input = _place.File("in.jsonl");
        File.WriteAllLines(input, [.. Enumerable.Repeat("{}", 9_000), """{"text":"one"}"""]);
        BulkRun run = await _place.EmbedAsync(new BulkPlan { Inputs = [input], SkipMalformed = true, RowsPerShard = 10_000 });
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 1 }, WordNetMini.Model));
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(EmbeddedTexts.BytesOf(EmbeddedTexts.Of(["one"])), EmbeddedTexts.OfNumPy(paths[0]));
    }

    [Theory]
    [InlineData(VectorType.Float32)]
    [InlineData(VectorType.Float16)]
    [InlineData(VectorType.Int8)]
    public async Task APlanSkipsWhatTheModelRefuses(VectorType type)
    {
        string input = _place.File("in.txt");
        File.WriteAllLines(input, ["one", "refused", "three"]);
        BulkModel model = new RefusingModel();
        List<string> notes = [];
        BulkRun run = await _place.EmbedAsync(new BulkPlan { Inputs = [input], SkipMalformed = true, VectorType = type }, model, new WorkOptions { Note = notes.Add });
        Assert.Equal([$"{input}: line 2: the model refuses the text: the text is refused"], notes);
        Assert.Equal((3L, 1L), (run.Status().DoneRows, run.Status().SkippedRows));
    }

    [Fact]
    public async Task AValueOfAnotherTypeThanItsColumnIsMalformed()
    {
        string input = _place.File("in.jsonl");
        File.WriteAllLines(input, ["""{"id":17,"text":"one"}""", """{"id":"x","text":"two"}""", """{"text":"three"}"""]);
        BulkRun run = await _place.EmbedAsync(RunPlace.PlanOf(input) with { SkipMalformed = true, Columns = [new BulkColumn("id", ColumnType.Int64)] });
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(["""{"row":0,"id":17}""", """{"row":2,"id":null}"""], File.ReadLines(paths[1]));
    }

    [Fact]
    public async Task BytesThatAreNoTextAreMalformed()
    {
        string input = _place.File("in.txt");
        File.WriteAllBytes(input, [.. "one\n"u8, 0xFF, (byte)'\n', .. "three\r\n"u8, (byte)'\n', .. "five"u8]);
        List<string> notes = [];
        BulkRun run = await _place.EmbedAsync(new BulkPlan { Inputs = [input], SkipMalformed = true }, options: new WorkOptions { Note = notes.Add });
        Assert.Equal([$"{input}: line 2: expected text in UTF-8, found the byte 0xff at byte 0."], notes);
        (IReadOnlyList<string> paths, _) = run.Merge(_place.File("all.npy"));
        Assert.Equal(EmbeddedTexts.BytesOf(EmbeddedTexts.Of(["one", "three", "", "five"])), EmbeddedTexts.OfNumPy(paths[0]));
    }

    /// <summary>The length of a text, and half of it; of one text nothing.</summary>
    private sealed class RefusingModel : BulkModel
    {
        public override ModelIdentity Identity { get; } = new() { Name = "lengths", Dimensions = 2 };

        public override ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken)
        {
            if (texts.Contains("refused"))
            {
                // No vector, and none that half precision could hold.
                destination.Span.Fill(1e6f);
                throw new ArgumentException("the text is refused");
            }

            for (int i = 0; i < texts.Count; i++)
            {
                destination.Span[2 * i] = texts[i].Length;
                destination.Span[(2 * i) + 1] = texts[i].Length / 2f;
            }

            return ValueTask.FromResult<long>(texts.Count);
        }
    }
}
