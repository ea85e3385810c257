using System.IO.Compression;
using System.Text;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>Compressed input that was cut off, as by a download that broke off, is no shorter input.</summary>
public sealed class CutOffTests : IDisposable
{
    private readonly RunPlace _place = new();

    // Numbers do not compress to nothing: the end of the file is far from its start.
    private static byte[] Whole { get; } = Compress(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i}\n")));

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(5)]
    [InlineData(1_000)]
    [InlineData(-20)]
    [InlineData(-8)]
    [InlineData(-1)]
    public async Task AMemberThatIsCutOffIsAnError(int length) =>
        await AssertRefusedAsync(length < 0 ? Whole[..^-length] : Whole[..length], "the compressed content is cut off: the file ends before it");

    [Fact]
    public async Task NothingIsNoContent() => await AssertRefusedAsync([], "the compressed content is cut off: the file ends before it");

    [Theory]
    [InlineData("in.txt.zst", "the compressed content is cut off: the file ends before it")]
    [InlineData("in.arrow", "expected Arrow IPC, which starts with a schema; found an empty file")]
    [InlineData("in.arrow.zst", "the compressed content is cut off: the file ends before it")]
    public async Task AnEmptyFileIsNoFileOfNoRows(string name, string reason) => await AssertRefusedAsync([], reason, name);

    [Fact]
    public async Task ASecondMemberThatIsCutOffIsAnError() =>
        await AssertRefusedAsync([.. Whole, .. Whole[..6]], "the compressed content is cut off: the file ends before it");

    [Fact]
    public async Task BytesBehindAMemberAreAnError() =>
        await AssertRefusedAsync([.. Whole, 1, 2, 3], "expected the end of the file behind what is compressed, found other bytes");

    [Fact]
    public async Task AFileThatIsNotZstandardIsAnError() => await AssertRefusedAsync("hello\n"u8.ToArray(), "", "in.txt.zst");

    [Fact]
    public async Task MembersAreReadOneAfterTheOther()
    {
        // Their borders fall on every place of the buffers that they are read through.
        byte[] member = Compress("one\n");
        File.WriteAllBytes(_place.File("in.txt.gz"), [.. Enumerable.Repeat(member, 2_000).SelectMany(bytes => bytes)]);
        BulkRun run = await BulkRun.PlanAsync(_place.Run, new BulkPlan { Inputs = [_place.File("in.txt.gz")], RowsPerShard = 2_000 }, WordNetMini.Model);
        Assert.Equal(2_000, run.RowCount);
    }

    private async Task AssertRefusedAsync(byte[] content, string reason, string name = "in.txt.gz")
    {
        string input = _place.File(name);
        File.WriteAllBytes(input, content);
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => BulkRun.PlanAsync(_place.Run, new BulkPlan { Inputs = [input], RowsPerShard = 5_000 }, WordNetMini.Model));
        Assert.StartsWith($"{input}: {reason}", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_place.Run, "run.json")));
    }

    private static byte[] Compress(string text)
    {
        using var stream = new MemoryStream();
        using (var content = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            content.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }
}
