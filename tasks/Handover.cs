using BertGen.Generator.Common;

namespace BertGen.Tasks;

/// <summary>The folder of files that the build makes for the compiler.</summary>
internal sealed class Handover(string root)
{
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>All files that were handed over, in one order.</summary>
    public IEnumerable<string> Files => _files;

    /// <summary>The folder of one model.</summary>
    /// <param name="model">Its name, or its path from the project folder.</param>
    public HandoverFolder FolderOf(string model) => new(Path.Combine(root, ModelKey.Root, ModelKey.Of(model)), _files);
}

/// <summary>The files of one model.</summary>
internal sealed class HandoverFolder(string path, ISet<string> files)
{
    public string PathOf(string name) => Path.Combine(path, name);

    /// <summary>Hands over a file that is there already.</summary>
    public void Keep(string name) => files.Add(PathOf(name));

    /// <summary>
    /// Writes a file. One of the same content stays untouched: a newer time would make the compiler run for nothing.
    /// </summary>
    public void Write(string name, byte[] content)
    {
        string file = PathOf(name);
        if (!File.Exists(file) || !File.ReadAllBytes(file).SequenceEqual(content))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file));
            File.WriteAllBytes(file, content);
        }

        Keep(name);
    }

    /// <summary>Tells the compiler why there is no such file: a string stands in place of its content.</summary>
    public void WriteProblem(string name, string problem) => Write(name, JsonText.OfString(problem));
}
