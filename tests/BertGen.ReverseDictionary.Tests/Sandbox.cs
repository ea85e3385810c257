using ReverseDictionary;

namespace BertGen.ReverseDictionary.Tests;

/// <summary>The program with its streams captured, a small table of synsets and folders of its own.</summary>
internal sealed class Sandbox : IDisposable
{
    public const string Header = "id\tlemmas\tdefinition\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reverse-dictionary-");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public Sandbox()
    {
        Directory.CreateDirectory(Model);
        File.WriteAllText(Path.Combine(Model, "config.json"), "{}");
        WriteData(Header + "n1\tpuppy|whelp\tyoung dog\nn2\tkitten\tyoung cat\nn3\t[x]\tzzz [markup]\n");
    }

    public LetterEmbedder Embedder { get; } = new();

    public string Model => Path.Combine(_folder.FullName, "model");

    public string Data => Path.Combine(_folder.FullName, "synsets.tsv");

    public string Cache => Path.Combine(_folder.FullName, "cache");

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public void WriteData(string text) => File.WriteAllText(Data, text);

    /// <summary>Runs the program on the sandbox's own model and data.</summary>
    public int Run(params string[] args) => RunWith(input: "", args);

    public int RunWith(string input, params string[] args) =>
        RunBare(input, terminal: false, ["--model", Model, "--data", Data, "--cache", Cache, .. args]);

    public int RunBare(string input, bool terminal, params string[] args)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var streams = new Terminal(new StringReader(input), _output, _error) { InputIsTerminal = terminal, OutputIsTerminal = terminal };
        return ProgramCommand.Invoke(args, streams, _ => Embedder);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
