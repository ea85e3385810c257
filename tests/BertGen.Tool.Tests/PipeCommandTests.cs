using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>The command line: where models are, what options do, what does not compile.</summary>
public sealed class PipeCommandTests : IDisposable
{
    private const string Request = """{"embed": ["a dog"]}""";

    private readonly PipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_does_not_compile_ends_with_its_diagnostics()
    {
        string model = _folder.Copy(PipeFolder.WordNetMini);
        string config = Path.Combine(model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"gelu\"", "\"gelo\""));

        PipeRun run = await _folder.RunAsync([model], Request);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Matches(@"config\.json\(\d+,\d+\): error BERT\d{3}: .*gelo", run.Error);
        Assert.StartsWith(config.Replace('\\', '/'), run.Error);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public async Task Missing_tensors_are_found_before_anything_runs()
    {
        string model = _folder.Copy(PipeFolder.WordNetMini);
        string config = Path.Combine(model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4"));

        PipeRun run = await _folder.RunAsync([model], Request);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("encoder.layer.3.", run.Error);
    }

    [Theory]
    [InlineData("--max-pieces", "9999", "--max-pieces: error BERT")]
    [InlineData("--num-start-tokens", "-1", "--num-start-tokens: error BERT")]
    [InlineData("--scalar-mix-parameters", "1,2", "--scalar-mix-parameters: error BERT")]
    [InlineData("--max-pieces", "many", "--max-pieces is 'many'; expected a whole number.")]
    [InlineData("--pooling", "median", "--pooling is 'median'; expected one of none, mean, cls, max, mean-sqrt-length, weighted-mean, last-token.")]
    [InlineData("--scalar-mix-parameters", "1;2", "expected numbers with commas between them.")]
    public async Task An_option_that_does_not_fit_is_named(string option, string value, string message)
    {
        PipeRun run = await _folder.RunAsync([PipeFolder.WordNetMini, option, value], Request);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task Options_of_the_attribute_change_what_is_compiled()
    {
        float[] mean = await VectorAsync(PipeFolder.WordNetMini);

        Assert.NotEqual(mean, await VectorAsync(PipeFolder.WordNetMini, "--pooling", "Cls"));
        Assert.NotEqual(mean, await VectorAsync(PipeFolder.WordNetMini, "--normalize", "false"));
        Assert.Equal(mean, await VectorAsync(PipeFolder.WordNetMini, "--top-layer-only", "--normalize", "true"));
    }

    [Fact]
    public async Task Without_options_the_last_layer_is_returned()
    {
        const string Forward = """{"forward": {"ids": [[2, 79, 3]]}}""";

        PipeRun[] runs =
        [
            await _folder.RunAsync([PipeFolder.WordNetMini], Forward),
            await _folder.RunAsync([PipeFolder.WordNetMini, "--top-layer-only"], Forward),
            await _folder.RunAsync([PipeFolder.WordNetMini, "--top-layer-only", "false"], Forward),
            await _folder.RunAsync([PipeFolder.WordNetMini, "--scalar-mix-parameters", "1,-inf,0.5"], Forward),
        ];

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Equal(runs[0].Output, runs[1].Output);
        Assert.Equal(3, runs.Select(run => run.Output).Distinct().Count());
    }

    [Fact]
    public async Task A_model_is_found_by_its_name_in_the_cache()
    {
        string snapshot = Path.Combine(_folder.Root, "cache", "hub", "models--org--mini", "snapshots", new string('a', 40));
        _folder.Copy(PipeFolder.WordNetMini, snapshot);
        string reference = Path.Combine(_folder.Root, "cache", "hub", "models--org--mini", "refs", "main");
        Directory.CreateDirectory(Path.GetDirectoryName(reference)!);
        File.WriteAllText(reference, new string('a', 40));

        Assert.Equal(await VectorAsync(PipeFolder.WordNetMini), await VectorAsync("org/mini"));
    }

    [Fact]
    public async Task A_model_may_be_an_archive()
    {
        string model = _folder.Copy(PipeFolder.WordNetMini);
        string archive = Path.Combine(_folder.Root, "mini.tar.gz");
        using (var gzip = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
        {
            TarFile.CreateFromDirectory(model, gzip, includeBaseDirectory: false);
        }

        string[] pooling = ["--pooling", "mean", "--normalize"];
        Assert.Equal(await VectorAsync(model, pooling), await VectorAsync(archive, pooling));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_told()
    {
        PipeRun run = await _folder.RunAsync(["./nowhere"], Request);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("bertgen: there is no file or folder ./nowhere.\n", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_reader_that_has_gone_ends_the_program()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var input = new MemoryStream("{}\n"u8.ToArray());
        var terminal = new Terminal(TextWriter.Null, error) { OpenInput = () => input, OpenOutput = () => new BrokenStream() };

        int exitCode = await ToolCommand.InvokeAsync(["pipe", PipeFolder.WordNetMini], terminal, _folder.Settings);

        Assert.Equal(1, exitCode);
        Assert.Equal("bertgen: requests cannot be read, or answers not be written: Broken pipe\n", error.ToString());
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }

    private async Task<float[]> VectorAsync(string model, params string[] options)
    {
        PipeRun run = await _folder.RunAsync([model, .. options], Request);
        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement answer = run.Answers.Single();
        return answer.TryGetProperty("vectors", out JsonElement vectors) ? vectors[0].Numbers() : throw new InvalidOperationException(answer.GetRawText());
    }
}
