using BertGen.Files;

namespace BertGen.Bulk.Protocol;

/// <summary>
/// A file that is there whole, or not at all, also after a loss of power: it is written under another name beside its own, which no other worker has,
/// and brought to the disk before it gets its name. What had the name before is replaced.
/// </summary>
internal sealed class PublishedFile : IDisposable
{
    private const string NewEnd = ".new";
    private const int BufferSize = 1 << 16;

    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _file;
    private bool _isPublished;

    /// <param name="target">The name.</param>
    /// <exception cref="BulkException">The file cannot be created.</exception>
    public PublishedFile(string target)
    {
        _target = target;
        _temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}{NewEnd}");
        _file = Guarded(() => new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));
        Stream = new BufferedStream(new NamedStream(_file, _target), BufferSize);
    }

    /// <summary>Where the content goes. What it throws names the file.</summary>
    public Stream Stream { get; }

    /// <summary>Gives the file its name, when the disk holds it.</summary>
    /// <returns>What shows that it is the same file.</returns>
    /// <exception cref="BulkException">The disk is full, or has failed.</exception>
    public PinnedFile Publish()
    {
        Stream.Flush();
        return Guarded(() =>
        {
            Disk.System.Sync(_file.SafeFileHandle, _temporary);
            long length = _file.Length;
            _file.Dispose();
            var pinned = new PinnedFile(Path.GetFileName(_target), length, FileHash.Of(_temporary));
            Disk.System.Rename(_temporary, _target);
            _isPublished = true;
            return pinned;
        });
    }

    /// <summary>Publishes bytes.</summary>
    /// <exception cref="BulkException">They cannot be written.</exception>
    public static void Write(string target, ReadOnlySpan<byte> content)
    {
        using var file = new PublishedFile(target);
        file.Stream.Write(content);
        file.Publish();
    }

    /// <summary>Removes what killed workers have left of a file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="start">How the names of the files start.</param>
    /// <param name="age">How long nobody must have written to them.</param>
    public static void RemoveLeftovers(string folder, string start, TimeSpan age)
    {
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles($".{start}*{NewEnd}", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            if (DateTime.UtcNow - file.LastWriteTimeUtc > age)
            {
                SavePlace.Remove(file.FullName);
            }
        }
    }

    /// <summary>Whether a name is one that files have which are not whole yet.</summary>
    public static bool IsUnpublished(string name) => name is ['.', ..] && name.EndsWith(NewEnd, StringComparison.Ordinal);

    public void Dispose()
    {
        // What is still in the buffer of a file that is given up goes nowhere.
        _file.Dispose();
        if (!_isPublished)
        {
            SavePlace.Remove(_temporary);
        }
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BulkException($"{_target} cannot be written: {e.Message}", e);
        }
    }
}
