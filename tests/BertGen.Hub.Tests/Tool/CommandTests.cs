using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Hub.Tests.Harness;
using BertGen.Tool;
using Spectre.Console;

namespace BertGen.Hub.Tests.Tool;

public sealed class CommandTests : IDisposable
{
    private static readonly string WordNetMini = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    private string Output => _output.ToString();

    private string Error => _error.ToString();

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Fetch_writes_where_the_model_is()
    {
        Assert.Equal(0, await RunAsync("fetch", FakeHub.Model));

        Assert.Equal(Path.Combine(_sandbox.Cache, "models--org--model", "snapshots", FakeHub.FirstCommit) + "\n", Output);
        Assert.Equal($"bertgen: org/model@main is commit {FakeHub.FirstCommit}.\n", Error);
    }

    [Theory]
    [InlineData("org/model@refs/pr/1")]
    [InlineData("org/model", "--revision", "refs/pr/1")]
    public async Task Fetch_takes_a_revision(params string[] args)
    {
        Assert.Equal(0, await RunAsync(["fetch", .. args]));

        Assert.Contains("org/model@refs/pr/1 is commit", Error);
        Assert.Equal("/org/model/resolve/refs%2Fpr%2F1/config.json", _hub.Server.Requests[0].Target);
    }

    [Fact]
    public async Task Fetch_copies_the_small_files_into_the_project()
    {
        _hub.Files["modules.json"] = """[{"path": "1_Pooling"}]"""u8.ToArray();
        _hub.Files["1_Pooling/config.json"] = "{}"u8.ToArray();
        string folder = Path.Combine(_sandbox.Root, "project", "models", "m");

        Assert.Equal(0, await RunAsync("fetch", FakeHub.Model, "--to", folder));

        Assert.Contains($"copied to {folder}: 1_Pooling/config.json, config.json, modules.json, vocab.txt.", Error.Replace('\\', '/'));
        Assert.Equal(_hub.Files["vocab.txt"], File.ReadAllBytes(Path.Combine(folder, "vocab.txt")));
        Assert.Equal(_hub.Files["1_Pooling/config.json"], File.ReadAllBytes(Path.Combine(folder, "1_Pooling", "config.json")));
        Assert.Null(new FileInfo(Path.Combine(folder, "config.json")).LinkTarget);
        Assert.False(File.Exists(Path.Combine(folder, "model.safetensors")));

        Assert.Equal(0, await RunAsync("fetch", FakeHub.Model, "--to", folder));
        Assert.Contains($"{folder} has the small files already.", Error);
    }

    [Fact]
    public async Task Fetch_overwrites_nothing()
    {
        string folder = Path.Combine(_sandbox.Root, "project");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), "mine");

        Assert.Equal(1, await RunAsync("fetch", FakeHub.Model, "--to", folder));

        Assert.Contains($"{Path.Combine(folder, "vocab.txt")} is there with other content; nothing was copied.", Error);
        Assert.Equal(["vocab.txt"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "vocab.txt")));
    }

    [Fact]
    public async Task Fetch_takes_an_address()
    {
        string url = new Uri(_hub.Store.Address, "/store/model.safetensors").AbsoluteUri;

        Assert.Equal(0, await RunAsync("fetch", url));

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Output.TrimEnd()));
    }

    [Fact]
    public async Task Fetch_shows_bars_to_a_person()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;

        await FetchProgress.ShowBarsAsync(console, progress => HubModel.DownloadAsync(FakeHub.Model, progress: progress, settings: _sandbox.Settings(_hub.Server.Address)));

        Assert.True(Regex.IsMatch(Error, @"model\.safetensors.* [\d.]+(/[\d.]+)? KB"), Error);
    }

    [Fact]
    public async Task Fetch_tells_that_the_hub_could_not_be_asked()
    {
        await _sandbox.DownloadAsync(_hub);
        _hub.Fault = _ => Answer.Of(503);

        Assert.Equal(0, await RunAsync("fetch", FakeHub.Model));

        Assert.Contains("the hub could not be asked; this is what the cache has", Error);
    }

    [Fact]
    public async Task A_failure_is_told_in_one_line()
    {
        Assert.Equal(1, await RunAsync("fetch", "org/nothing"));

        Assert.StartsWith("bertgen: org/nothing@main, config.json: 127.0.0.1 answered 404", Error);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.Empty(Output);
    }

    [Theory]
    [InlineData("Required")]
    [InlineData("Required", "fetch")]
    [InlineData("The name is empty", "fetch", "")]
    [InlineData("'a/b/c' is no name of a model", "fetch", "a/b/c")]
    [InlineData("'ftp://host/x' is no name of a model", "fetch", "ftp://someone:secret@host/x")]
    [InlineData("'models/bert.tar.gz' is no name of a model", "fetch", "models/bert.tar.gz")]
    [InlineData("'../x' is no branch, tag or commit", "fetch", "a/b", "--revision", "../x")]
    [InlineData("The revision is given twice", "fetch", "a/b@c", "--revision", "d")]
    [InlineData("A URL is one file", "fetch", "https://host/a.tar.gz", "--to", "x")]
    [InlineData("The folder of --to is empty", "fetch", "a/b", "--to", "")]
    [InlineData("'--revision'", "fetch", "a/b", "--revision")]
    [InlineData("The path is empty", "inspect", "")]
    [InlineData("Required", "verify")]
    [InlineData("--fast", "inspect", "a/b", "--fast")]
    [InlineData("There is no command 'publish'", "publish")]
    public async Task A_wrong_command_line_is_told_in_one_line(string expected, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));

        Assert.Contains(expected, Error);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.Empty(Output);
        Assert.Empty(_hub.Server.Requests);
    }

    [Fact]
    public async Task A_variable_that_cannot_be_read_is_told()
    {
        Assert.Equal(1, await ToolCommand.InvokeAsync(["fetch", "a/b"], new Terminal(_output, _error), () => throw new FormatException("HF_ENDPOINT is 'x'.")));

        Assert.Equal("bertgen: HF_ENDPOINT is 'x'.\n", Error);
    }

    [Fact]
    public async Task Inspect_shows_config_and_tensors()
    {
        Assert.Equal(0, await RunAsync("inspect", WordNetMini));

        Assert.Contains("layers         3\n", Output);
        Assert.Contains("vocabulary     9,000 word pieces, 512 positions, 2 token types\n", Output);
        Assert.Contains("parameters     3,161,664 without pooler\n", Output);
        Assert.Contains("cost           2.65 MFLOP a piece, and 2,304 more for every piece that it attends to\n", Output);
        Assert.Matches(@"\nembeddings\.word_embeddings\.weight +F16 \[9000, 192\] +1,728,000\n", Output);
    }

    [Fact]
    public async Task Inspect_orders_layers_by_their_numbers()
    {
        string path = Write(("encoder.layer.10.a", [1], [0]), ("encoder.layer.2.a", [1], [0]), ("encoder.layer.2", [1], [0]));

        Assert.Equal(0, await RunAsync("inspect", path));

        Assert.Equal(
            ["encoder.layer.2", "encoder.layer.2.a", "encoder.layer.10.a"],
            Output.Split('\n').Where(line => line.StartsWith("encoder", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));
        Assert.Contains("3 tensors, 3 values, 12 B\n", Output);
    }

    [Fact]
    public async Task A_name_in_the_cache_is_inspected_and_verified()
    {
        foreach (string file in new[] { "config.json", "vocab.txt", "model.safetensors" })
        {
            _hub.Files[file] = File.ReadAllBytes(Path.Combine(WordNetMini, file));
        }

        await _sandbox.DownloadAsync(_hub);

        Assert.Equal(0, await RunAsync("inspect", FakeHub.Model));
        Assert.Equal(0, await RunAsync("verify", FakeHub.Model));
        Assert.Contains("fits: 53 tensors, all values finite.", Output);
    }

    [Fact]
    public async Task An_archive_is_inspected_and_verified_with_the_config_in_it()
    {
        string path = Path.Combine(_sandbox.Root, "model.tar.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        using (var archive = new TarWriter(packed))
        {
            foreach (string file in new[] { "config.json", "model.safetensors" })
            {
                archive.WriteEntry(Path.Combine(WordNetMini, file), file);
            }
        }

        Assert.Equal(0, await RunAsync("inspect", path));
        Assert.Contains("layers         3\n", Output);
        Assert.Equal(0, await RunAsync("verify", path));
        Assert.Contains("fits: 53 tensors, all values finite.", Output);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("verify")]
    public async Task What_is_neither_there_nor_in_the_cache_is_told(string command)
    {
        Assert.Equal(1, await RunAsync(command, "org/model"));
        Assert.Contains("bertgen fetch org/model", Error);

        Assert.Equal(1, await RunAsync(command, "./nowhere"));
        Assert.Contains("bertgen: there is no file or folder ./nowhere.\n", Error);
    }

    [Fact]
    public async Task A_damaged_file_is_told()
    {
        string path = Path.Combine(_sandbox.Root, "a.safetensors");
        File.WriteAllText(path, "not a checkpoint");

        Assert.Equal(1, await RunAsync("inspect", path));

        Assert.StartsWith($"bertgen: {path}: ", Error);
    }

    [Fact]
    public async Task Verify_names_every_file_that_git_left_a_pointer_of()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_sandbox.Root, "clone")).FullName;
        foreach (string file in new[] { "config.json", "vocab.txt", "model.safetensors" })
        {
            File.Copy(Path.Combine(WordNetMini, file), Path.Combine(folder, file));
        }

        string[] pointers = ["modules.json", "tokenizer_config.json", "vocab.txt"];
        foreach (string file in pointers)
        {
            File.WriteAllText(Path.Combine(folder, file), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n");
        }

        Assert.Equal(1, await RunAsync("verify", folder));

        Assert.Equal(pointers.Select(file => $"pointer     {file}: expected text, found a pointer of Git LFS"), Output.Split('\n').Where(line => line.StartsWith("pointer", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(" in its", StringComparison.Ordinal)]));
        Assert.EndsWith("does not fit: 3 problems.\n", Output);

        File.Copy(Path.Combine(folder, "vocab.txt"), Path.Combine(folder, "config.json"), overwrite: true);
        Assert.Equal(1, await RunAsync("verify", folder));
        Assert.Contains("config.json: expected a config, found a pointer of Git LFS", Error);
    }

    [Fact]
    public async Task Verify_needs_a_config()
    {
        string path = Write(("a", [1], [0]));

        Assert.Equal(1, await RunAsync("verify", path));

        Assert.Contains("there is no config.json; name one with --config.", Error);
    }

    [Fact]
    public async Task Verify_finds_what_is_missing_misshaped_and_too_much()
    {
        string config = WriteConfig();
        string path = Write([
            .. BertConfig.Load(config).Weights()
                .Where(weight => weight.Name != "encoder.layer.0.output.dense.bias")
                .Select(weight => ("bert." + weight.Name, weight.Columns == 0 ? new long[] { weight.Rows } : [weight.Rows, weight.Columns], new float[weight.Count]))
                .Select(tensor => tensor.Item1 == "bert.embeddings.word_embeddings.weight" ? (tensor.Item1, [6, 4], new float[24]) : tensor),
            ("cls.predictions.bias", [5], new float[5]),
        ]);

        Assert.Equal(1, await RunAsync("verify", path, "--config", config));

        Assert.Equal(
            $"""
            shape       embeddings.word_embeddings.weight [5, 4]: found F32 [6, 4]
            missing     encoder.layer.0.output.dense.bias [4]
            extra       cls.predictions.bias F32 [5]: no part of the encoder, ignored
            {path} does not fit: 2 problems.

            """.ReplaceLineEndings("\n"),
            Output);
    }

    [Fact]
    public async Task Verify_finds_values_that_are_no_numbers()
    {
        string config = WriteConfig();
        (string, long[], float[])[] tensors = [.. BertConfig.Load(config).Weights()
            .Select(weight => (weight.Name, weight.Columns == 0 ? new long[] { weight.Rows } : [weight.Rows, weight.Columns], new float[weight.Count]))];
        float[] words = tensors.Single(tensor => tensor.Item1 == "embeddings.word_embeddings.weight").Item3;
        (words[6], words[7]) = (float.NaN, float.PositiveInfinity);
        string path = Write(tensors);

        Assert.Equal(1, await RunAsync("verify", path, "--config", config));

        Assert.Contains("not finite", Output);
        Assert.Contains("embeddings.word_embeddings.weight", Output);
        Assert.Contains("[1, 2]", Output);
        Assert.EndsWith("does not fit: 1 problem.\n", Output);
    }

    [Fact]
    public async Task Verify_refuses_a_config_whose_heads_do_not_divide_the_vector()
    {
        string config = WriteConfig(heads: 3);
        string path = Write([.. BertConfig.Load(config).Weights()
            .Select(weight => (weight.Name, weight.Columns == 0 ? new long[] { weight.Rows } : [weight.Rows, weight.Columns], new float[weight.Count]))]);

        Assert.Equal(1, await RunAsync("verify", path, "--config", config));

        Assert.Contains("hidden_size 4 is no multiple of num_attention_heads 3", Output);
    }

    private Task<int> RunAsync(params string[] args)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return ToolCommand.InvokeAsync(args, new Terminal(_output, _error), () => _sandbox.Settings(_hub.Server.Address));
    }

    private string WriteConfig(int heads = 2)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_sandbox.Root, "configs")).FullName, "config.json");
        File.WriteAllText(path, $$"""
            {"vocab_size": 5, "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": {{heads}}, "intermediate_size": 6, "max_position_embeddings": 7}
            """);
        return path;
    }

    private string Write(params (string Name, long[] Shape, float[] Values)[] tensors)
    {
        var writer = new SafetensorsWriter();
        foreach ((string name, long[] shape, float[] values) in tensors)
        {
            writer.Add(name, shape, values);
        }

        string path = Path.Combine(_sandbox.Root, "weights.safetensors");
        writer.Save(path);
        return path;
    }
}
