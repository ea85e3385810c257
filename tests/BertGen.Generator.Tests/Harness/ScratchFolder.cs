namespace BertGen.Generator.Tests.Harness;

/// <summary>A temporary folder with files to try things on.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("bertgen-tasks-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, params byte[] content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>All files below a folder, from it, in order.</summary>
    public string[] Files(string folder) => Directory.Exists(PathOf(folder))
        ? [.. Directory.GetFiles(PathOf(folder), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(PathOf(folder), path).Replace('\\', '/')).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
