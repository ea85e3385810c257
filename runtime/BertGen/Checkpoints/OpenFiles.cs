namespace BertGen.Checkpoints;

/// <summary>The mapped files of a checkpoint: opened one after the other, closed together.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly List<MappedFile> _files = [];

    /// <exception cref="CheckpointException">The file cannot be opened.</exception>
    public MappedFile Open(string path) => Keep(MappedFile.Open(path));

    /// <inheritdoc cref="MappedFile.Map"/>
    public MappedFile Map(FileStream stream) => Keep(MappedFile.Map(stream));

    public void Dispose()
    {
        foreach (MappedFile file in _files)
        {
            file.Dispose();
        }
    }

    private MappedFile Keep(MappedFile file)
    {
        _files.Add(file);
        return file;
    }
}
