using System.Globalization;
using BertGen.Common.Files;
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

    /// <summary>
    /// Which files the compiler gets, and which version of each. A build compares times, and would not see that a file is gone, or that an
    /// older one has taken its place.
    /// </summary>
    /// <param name="others">Files beside those that were handed over.</param>
    public IEnumerable<string> Versions(IEnumerable<string> others) => _files.Concat(others).OrderBy(path => path, StringComparer.Ordinal).Select(Version);

    private static string Version(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", path, file.Length, file.LastWriteTimeUtc.Ticks)
            : path;
    }
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
        if (!File.Exists(file) || new FileInfo(file).Length != content.Length || !File.ReadAllBytes(file).SequenceEqual(content))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file));
            File.WriteAllBytes(file, content);
        }

        Keep(name);
    }

    /// <summary>Tells the compiler why there is no such file: a string stands in place of its content.</summary>
    public void WriteProblem(string name, string problem) => Write(name, JsonText.OfString(problem));

    /// <summary>Hands over a copy of a small text file, or why there is none.</summary>
    /// <param name="name">Its name in this folder.</param>
    /// <param name="source">Where it was read, for people.</param>
    /// <param name="file">What was read; a file that is not there is not told of.</param>
    public void Write(string name, string source, SmallFile file)
    {
        if (file.Content is { } content)
        {
            Write(name, content);
        }

        if (file.Problem is { } problem)
        {
            WriteProblem(name, PathOf(name), source, problem);
        }
    }

    /// <summary>Tells the compiler what is wrong with a file.</summary>
    /// <param name="name">Its name in the folder of the model.</param>
    /// <param name="path">The file that it concerns, here or in the project.</param>
    /// <param name="source">Where it was read, for people.</param>
    /// <param name="problem">What is wrong.</param>
    public void WriteProblem(string name, string path, string source, FileProblem problem)
    {
        string flat = name.Replace(Path.DirectorySeparatorChar, '_').Replace('/', '_');
        Write(flat + ModelKey.ProblemExtension, JsonText.OfObject(
            ("path", path),
            ("source", source),
            ("kind", problem.Kind.ToString()),
            ("text", problem.Text),
            ("line", problem.Line.ToString(CultureInfo.InvariantCulture)),
            ("column", problem.Column.ToString(CultureInfo.InvariantCulture))));
    }
}
