using System.Globalization;
using System.Text;
using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>bertgen embed</c> and <c>bertgen similarity</c>, beside the vectors of the same texts in a pipe.</summary>
public sealed class EmbeddingCommandTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private static readonly string[] Texts = ["fear of heights", "", "a \"young\" dog, é😀", "the study of insects"];

    private PipeFolder Folder => compiled.Folder;

    [Fact]
    public async Task A_line_is_a_text_and_has_the_bits_of_the_class()
    {
        float[][] expected = await ExpectedAsync();
        PipeRun run = await Folder.InvokeAsync(["embed", PipeFolder.WordNetMini], Texts);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Texts, run.Answers.Select(answer => answer.GetProperty("text").GetString()));
        Assert.Equal(expected, run.Answers.Select(answer => answer.GetProperty("vector").Numbers()));
        Assert.Contains("4 texts embedded", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_read_in_their_order_and_NumPy_reads_what_is_written()
    {
        string one = Write("one.txt", Texts[..1]), rest = Write("rest.txt", Texts[1..]), target = Path.Combine(Folder.Root, "vectors.npy");
        PipeRun run = await Folder.InvokeAsync(["embed", PipeFolder.WordNetMini, one, rest, "--output", target, "--dimensions", "8"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        byte[] file = File.ReadAllBytes(target);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], file[..10]);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 8), }", Encoding.ASCII.GetString(file, 10, 118).TrimEnd());
        Assert.Equal((byte)'\n', file[127]);
        float[] values = [.. Enumerable.Range(0, 32).Select(i => BitConverter.ToSingle(file, 128 + (i * sizeof(float))))];
        Assert.Equal((await ExpectedAsync()).SelectMany(vector => vector.Take(8)), values);
        Assert.False(File.Exists(target + ".incomplete"));
    }

    [Fact]
    public async Task Prompts_stand_before_texts()
    {
        PipeRun prompted = await Folder.InvokeAsync(["embed", PipeFolder.WordNetMini, "--prompt", "to do: "], "a dog");
        PipeRun written = await Folder.InvokeAsync(["embed", PipeFolder.WordNetMini], "to do: a dog");
        Assert.Equal(written.Answers[0].GetProperty("vector").Numbers(), prompted.Answers[0].GetProperty("vector").Numbers());
        Assert.Equal(2, (await Folder.InvokeAsync(["embed", PipeFolder.WordNetMini, "--role", "judge"])).ExitCode);
    }

    [Fact]
    public async Task Similar_texts_come_first()
    {
        string[] arguments = ["similarity", PipeFolder.WordNetMini, "fear of heights", "a young dog", "a morbid fear of great heights"];
        PipeRun run = await Folder.InvokeAsync(arguments);
        Assert.Equal("0.7365  a morbid fear of great heights\n-0.0271  a young dog\n", run.Output);
        JsonElement json = JsonDocument.Parse((await Folder.InvokeAsync([.. arguments, "--json"])).Output).RootElement;
        Assert.Equal(["a morbid fear of great heights", "a young dog"], json.GetProperty("similar").EnumerateArray().Select(item => item.GetProperty("text").GetString()));
        Assert.Equal("0.7365", json.GetProperty("similar")[0].GetProperty("score").GetSingle().ToString("f4", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_is_wrong_is_one_line_and_leaves_no_file()
    {
        string broken = Path.Combine(Folder.Root, "broken.txt"), target = Path.Combine(Folder.Root, "broken.npy");
        File.WriteAllBytes(broken, [.. "a dog\nan "u8, 0xff, .. " ant\n"u8]);
        await AssertFailsAsync("expected text in UTF-8", broken, "--output", target);
        await AssertFailsAsync("nowhere.txt", Path.Combine(Folder.Root, "nowhere.txt"));
        await AssertFailsAsync("ends with .npy or .jsonl", broken, "--output", "vectors.csv");
        Assert.False(File.Exists(target) || File.Exists(target + ".incomplete"));

        async Task AssertFailsAsync(string expected, params string[] arguments)
        {
            PipeRun run = await Folder.InvokeAsync(["embed", PipeFolder.WordNetMini, .. arguments]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    private async Task<float[][]> ExpectedAsync()
    {
        JsonElement answer = (await compiled.RunAsync(JsonSerializer.Serialize(new { embed = Texts }))).Answers.Single();
        return answer.GetProperty("vectors").Rows();
    }

    private string Write(string name, string[] lines)
    {
        string path = Path.Combine(Folder.Root, name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }
}
