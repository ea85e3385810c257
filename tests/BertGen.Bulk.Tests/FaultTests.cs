using System.Text;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>Every fault that is planted in a run that is done is found.</summary>
public sealed class FaultTests : IDisposable
{
    private const int RowBytes = 192 * sizeof(float), Head = 128;

    private readonly RunPlace _place = new();

    private string Vectors => Shard("000001.npy");

    private string Ids => Shard("000001.ids.jsonl");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task AMissingRow() => await AssertFoundAsync(EditLines(lines => [.. lines[..7], .. lines[8..]]), "expected row 57 as number 7 of the file, found row 58");

    [Fact]
    public async Task ADoubledRow() => await AssertFoundAsync(EditLines(lines => [.. lines[..8], .. lines[7..]]), "expected row 58 as number 8 of the file, found row 57");

    [Fact]
    public async Task SwappedRows() => await AssertFoundAsync(EditLines(lines => [.. lines[..7], lines[8], lines[7], .. lines[9..]]), "expected row 57 as number 7 of the file, found row 58");

    [Fact]
    public async Task RowsOfSeveralBlocksAreComparedWithTheirOwnVectors()
    {
        string input = _place.File("in.txt");
        File.WriteAllLines(input, Enumerable.Range(0, 2_500).Select(i => $"{i}"));
        BulkRun run = await _place.EmbedAsync(new BulkPlan { Inputs = [input], RowsPerShard = 2_500 });
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 0.05 }, WordNetMini.Model));
    }

    [Fact]
    public async Task SwappedVectors() => await AssertFoundAsync(
        () =>
        {
            byte[] bytes = File.ReadAllBytes(Vectors);
            byte[] first = bytes[Head..(Head + RowBytes)];
            bytes.AsSpan(Head + RowBytes, RowBytes).CopyTo(bytes.AsSpan(Head));
            first.CopyTo(bytes, Head + RowBytes);
            File.WriteAllBytes(Vectors, bytes);
        },
        "other bits are in 2 rows: 50, 51");

    [Fact]
    public async Task AFlippedBitInAVector() => await AssertFoundAsync(() => Faults.FlipBit(Vectors, Head + (20 * RowBytes)), "other bits are in 1 rows: 70");

    [Fact]
    public async Task AFlippedBitInAnId() => await AssertFoundAsync(() => Faults.FlipBit(Ids, File.ReadAllText(Ids).IndexOf("\"n", StringComparison.Ordinal) + 5), "expected the carried values");

    [Fact]
    public async Task AWrongModel()
    {
        BulkRun run = await RunAsync();
        IReadOnlyList<BulkFinding> findings = await run.VerifyAsync(new VerifyOptions { Recompute = 1 }, BulkModel.Of(WordNetMini.Shared, new EmbedOptions { PromptText = "another " }));
        Assert.Contains(findings, finding => finding.Message.Contains("model.promptText is null there, and \"another \" here", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Shard == 1 && finding.Message.Contains("other bits are in 50 rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WrongOptions() => await AssertFoundAsync(
        () => File.WriteAllText(Path.Combine(_place.Run, "run.json"), File.ReadAllText(Path.Combine(_place.Run, "run.json")).Replace("\"promptText\": null", "\"promptText\": \"x\"", StringComparison.Ordinal)),
        "expected the record of run");

    [Fact]
    public async Task ATruncatedShard() => await AssertFoundAsync(() => Faults.Damage(Vectors, "cut"), "expected 38528 bytes, found 38518");

    [Fact]
    public async Task AMissingShard() => await AssertFoundAsync(
        () =>
        {
            foreach (string file in Directory.GetFiles(Path.Combine(_place.Run, "shards"), "000001.*"))
            {
                File.Delete(file);
            }
        },
        "the shard is missing: it has no record");

    [Fact]
    public async Task AForeignFile() => await AssertFoundAsync(() => File.Copy(Vectors, Shard("000009.npy")), "000009.npy: the file is of no shard of the run");

    [Fact]
    public async Task TheFilesOfAnotherShard() => await AssertFoundAsync(
        () =>
        {
            foreach (string end in (string[])[".npy", ".ids.jsonl", ".record.json"])
            {
                File.Copy(Shard("000000" + end), Shard("000001" + end), overwrite: true);
            }
        },
        "expected the record of shard 1, found that of 0");

    [Fact]
    public async Task AChangedInput() => await AssertFoundAsync(() => Faults.FlipBit(_place.File("in.jsonl"), 40), "the input has changed since the run was planned");

    [Fact]
    public async Task AnEditedRecord() => await AssertFoundAsync(
        () => File.WriteAllText(Shard("000001.record.json"), File.ReadAllText(Shard("000001.record.json")).Replace("\"rows\": 50", "\"rows\": 49", StringComparison.Ordinal)),
        "the record was changed");

    private string Shard(string name) => Path.Combine(_place.Run, "shards", name);

    private Task<BulkRun> RunAsync() => _place.EmbedAsync(RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(120))));

    /// <summary>Edits the rows of a shard in both of its files, so that these still fit each other.</summary>
    private Action EditLines(Func<string[], string[]> edit) => () =>
    {
        string[] lines = File.ReadAllLines(Ids);
        byte[] bytes = File.ReadAllBytes(Vectors);
        var places = lines.Select((line, i) => (line, i)).ToDictionary(row => row.line, row => row.i);
        string[] edited = edit(lines);
        File.WriteAllLines(Ids, edited);
        string head = Encoding.Latin1.GetString(bytes, 0, Head);
        string sized = head.Replace($"({lines.Length}, 192), }}", $"({edited.Length}, 192), }}", StringComparison.Ordinal);
        File.WriteAllBytes(Vectors, [.. Encoding.Latin1.GetBytes(sized), .. edited.SelectMany(line => bytes.AsSpan(Head + (places[line] * RowBytes), RowBytes).ToArray())]);
    };

    private async Task AssertFoundAsync(Action plant, string message)
    {
        BulkRun run = await RunAsync();
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 1 }, WordNetMini.Model));
        plant();
        IReadOnlyList<BulkFinding> findings = await BulkRun.Open(_place.Run).VerifyAsync(new VerifyOptions { Recompute = 1 }, WordNetMini.Model);
        Assert.Contains(findings, finding => finding.Message.Contains(message, StringComparison.Ordinal));
    }
}
