using BertGen.RealModels.Tests;

namespace BertGen.Examples.Tests;

/// <summary>
/// A project folder with the models that the pages name, and the working folder while examples run. Beside it is a cache of downloaded models with one
/// in it, so that examples load by name and nothing is downloaded.
/// </summary>
public sealed class ExampleProject : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly string[] HubVariables = ["HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HUB_OFFLINE"];

    private readonly string _root = Directory.CreateTempSubdirectory("bertgen-examples-").FullName;
    private readonly string _workingFolder = Environment.CurrentDirectory;
    private readonly string?[] _variables = [.. HubVariables.Select(Environment.GetEnvironmentVariable)];

    /// <summary>Makes the folders, and works there.</summary>
    public ExampleProject()
    {
        Folder = Directory.CreateDirectory(Path.Combine(_root, "project")).FullName;
        Copy(RepositoryFolder.WordNetMini, Path.Combine(Folder, "models", "wordnet-mini"));
        Copy(RepositoryFolder.WordNetMini, Path.Combine(Folder, "models", "my-model"));
        CopySmallFiles(RealModel.MiniLm.Folder, Path.Combine(Folder, "models", "minilm"));
        CopySmallFiles(RealModel.MiniLm.Folder, Path.Combine(Folder, "models", "sentence-transformers", "all-MiniLM-L6-v2"));

        string cached = Path.Combine(_root, "hub", "models--sentence-transformers--all-MiniLM-L6-v2");
        Copy(RealModel.MiniLm.Folder, Path.Combine(cached, "snapshots", Commit));
        Directory.CreateDirectory(Path.Combine(cached, "refs"));
        File.WriteAllText(Path.Combine(cached, "refs", "main"), Commit);

        SetVariables([_root, null, null, "1"]);
        Environment.CurrentDirectory = Folder;
    }

    /// <summary>The project folder.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Environment.CurrentDirectory = _workingFolder;
        SetVariables(_variables);
        Directory.Delete(_root, recursive: true);
    }

    private static void SetVariables(IEnumerable<string?> values)
    {
        foreach ((string name, string? value) in HubVariables.Zip(values))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private static void CopySmallFiles(string source, string target) => Copy(source, target, path => Path.GetExtension(path) != ".safetensors");

    private static void Copy(string source, string target) => Copy(source, target, _ => true);

    private static void Copy(string source, string target, Func<string, bool> isCopied)
    {
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(isCopied))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }
}
