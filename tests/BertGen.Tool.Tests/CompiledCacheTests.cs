using System.Text;
using BertGen.Tool.Compiling;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>What is compiled once is not compiled again, and nothing else is taken for it.</summary>
public sealed class CompiledCacheTests : IDisposable
{
    private const string Request = """{"embed": ["a dog"], "dimensions": 3}""";

    private readonly PipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_second_start_runs_what_is_in_the_cache()
    {
        string mean = await AnswerAsync();
        string meanEntry = Assert.Single(_folder.Entries);
        string max = await AnswerAsync("--pooling", "max");
        string maxEntry = Assert.Single(_folder.Entries, entry => entry != meanEntry);
        Assert.NotEqual(mean, max);

        // The assembly of one under the key of the other shows where the answers come from.
        PutUnderKeyOf(meanEntry, assemblyOf: maxEntry);

        Assert.Equal(max, await AnswerAsync());
        Assert.Equal(2, _folder.Entries.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(41)]
    [InlineData(5_000)]
    [InlineData(-1)]
    public async Task An_entry_with_a_wrong_byte_is_compiled_anew(int position)
    {
        string answer = await AnswerAsync();
        string entry = Assert.Single(_folder.Entries);
        byte[] whole = File.ReadAllBytes(entry);
        byte[] damaged = [.. whole];
        damaged[position < 0 ? damaged.Length + position : position] ^= 1;
        File.WriteAllBytes(entry, damaged);

        Assert.Equal(answer, await AnswerAsync());

        Assert.Equal(whole, File.ReadAllBytes(Assert.Single(_folder.Entries)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(5_000)]
    public async Task An_entry_that_is_cut_off_is_compiled_anew(int length)
    {
        string answer = await AnswerAsync();
        string entry = Assert.Single(_folder.Entries);
        byte[] whole = File.ReadAllBytes(entry);
        File.WriteAllBytes(entry, whole[..length]);

        Assert.Equal(answer, await AnswerAsync());

        Assert.Equal(whole, File.ReadAllBytes(Assert.Single(_folder.Entries)));
    }

    [Fact]
    public async Task Warnings_are_told_at_every_start()
    {
        string[] arguments = [PipeFolder.WordNetMini, "--pooling", "max"];
        PipeRun first = await _folder.RunAsync(arguments);
        PipeRun second = await _folder.RunAsync(arguments);

        Assert.Matches(@"^--pooling: warning BERT\d{3}: Pooling is Max, .*\n$", first.Error);
        Assert.Equal(first.Error, second.Error);
    }

    [Fact]
    public async Task Folders_of_one_content_share_what_is_compiled()
    {
        string one = _folder.Copy(PipeFolder.WordNetMini, "one");
        string other = _folder.Copy(PipeFolder.WordNetMini, "other");
        File.WriteAllText(Path.Combine(other, "README.md"), "another text");

        await _folder.RunAsync([one]);
        await _folder.RunAsync([other]);

        Assert.Single(_folder.Entries);
    }

    [Theory]
    [InlineData("config.json", "\"gelu\"", "\"relu\"")]
    [InlineData("1_Pooling/config.json", "{", "{ ")]
    [InlineData("model.safetensors", "\"F16\"", "\"F16\" ")]
    public async Task Another_content_is_compiled_for_itself(string file, string from, string to)
    {
        string model = _folder.Copy(PipeFolder.WordNetMini);
        await _folder.RunAsync([model]);
        string path = Path.Combine(model, file);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, Replace(bytes, Encoding.ASCII.GetBytes(from), Encoding.ASCII.GetBytes(to)));

        await _folder.RunAsync([model]);

        Assert.Equal(2, _folder.Entries.Length);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_costs_time_and_no_answer()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Cache)!);
        File.WriteAllText(_folder.Cache, "in the way");

        PipeRun run = await _folder.RunAsync([PipeFolder.WordNetMini], Request);

        Assert.StartsWith("bertgen: the compiled model is not kept: ", run.Error);
        Assert.Equal(3, run.Answers.Single().GetProperty("vectors")[0].GetArrayLength());
    }

    [Fact]
    public async Task Entries_that_nobody_uses_go_when_another_is_written()
    {
        await AnswerAsync();
        string old = Assert.Single(_folder.Entries);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-100));

        await AnswerAsync("--pooling", "cls");

        Assert.False(File.Exists(old));
        Assert.Single(_folder.Entries);
    }

    [Fact]
    public async Task Entries_that_are_used_stay()
    {
        await AnswerAsync();
        string old = Assert.Single(_folder.Entries);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-100));

        await AnswerAsync();
        await AnswerAsync("--pooling", "cls");

        Assert.Equal(2, _folder.Entries.Length);
    }

    private async Task<string> AnswerAsync(params string[] options)
    {
        PipeRun run = await _folder.RunAsync([PipeFolder.WordNetMini, .. options], Request);
        Assert.Equal(0, run.ExitCode);
        return run.Answers.Single().GetRawText();
    }

    private void PutUnderKeyOf(string target, string assemblyOf)
    {
        byte[] key = File.ReadAllBytes(target)[8..40];
        byte[] otherKey = File.ReadAllBytes(assemblyOf)[8..40];
        var cache = new CompiledModelCache(_folder.Cache);
        cache.Write(key, cache.Find(otherKey)!);
    }

    private static byte[] Replace(byte[] bytes, byte[] from, byte[] to)
    {
        int index = bytes.AsSpan().IndexOf(from);
        Assert.True(index >= 0);
        return [.. bytes[..index], .. to, .. bytes[(index + from.Length)..]];
    }
}
