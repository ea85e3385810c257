namespace BertGen.Checkpoints;

/// <summary>The files of a checkpoint: opened one after the other, closed together.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly List<OpenFile> _files = [];

    /// <exception cref="CheckpointException">The file cannot be opened.</exception>
    public OpenFile Open(string path) => Keep(OpenFile.Open(path));

    /// <inheritdoc cref="OpenFile.Own"/>
    public OpenFile Own(FileStream stream, string path) => Keep(OpenFile.Own(stream, path));

    /// <inheritdoc cref="OpenFile.CheckUnchanged"/>
    public void CheckUnchanged()
    {
        foreach (OpenFile file in _files)
        {
            file.CheckUnchanged();
        }
    }

    public void Dispose()
    {
        foreach (OpenFile file in _files)
        {
            file.Dispose();
        }
    }

    private OpenFile Keep(OpenFile file)
    {
        _files.Add(file);
        return file;
    }
}
