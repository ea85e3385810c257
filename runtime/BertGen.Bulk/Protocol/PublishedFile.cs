using BertGen.Files;

namespace BertGen.Bulk.Protocol;

/// <summary>
/// A file that is there whole, or not at all, also after a loss of power: it is written under another name beside its own, which no other worker has,
/// and brought to the disk before it gets its name. What had the name before is replaced.
/// </summary>
internal sealed class PublishedFile : IDisposable
{
    /// <summary>How the names of files end that are not whole yet; they start with a dot.</summary>
    public const string NewEnd = ".new";

    private const int BufferSize = 1 << 16;

    private readonly string _target;
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly NamedStream _named;
    private long? _length;
    private bool _isPublished;

    /// <param name="target">The name.</param>
    /// <exception cref="BulkException">The file cannot be created.</exception>
    public PublishedFile(string target)
    {
        _target = target;
        _temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}{NewEnd}");
        _file = Guarded(() => new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));
        _named = new NamedStream(_file, _target);
        Stream = new BufferedStream(_named, BufferSize);
    }

    /// <summary>Where the content goes. What it throws names the file.</summary>
    public Stream Stream { get; }

    /// <summary>Returns when the disk holds the content, which is whole then. The name is not there yet.</summary>
    /// <exception cref="BulkException">The disk is full, or has failed.</exception>
    public void Complete()
    {
        if (_length is not null)
        {
            return;
        }

        Stream.Flush();
        _length = Guarded(() =>
        {
            Disk.System.Sync(_file.SafeFileHandle, _temporary);
            long length = _file.Length;
            _file.Dispose();
            return length;
        });
    }

    /// <summary>Gives the file its name, when the disk holds it.</summary>
    /// <returns>What shows that it is the same file.</returns>
    /// <exception cref="BulkException">The disk is full, or has failed.</exception>
    public PinnedFile Publish()
    {
        Complete();
        return Guarded(() =>
        {
            // The hash is that of what was written; only where a part was written twice has the file to be read for it.
            var pinned = new PinnedFile(Path.GetFileName(_target), _length!.Value, _named.FindHash() ?? FileHash.Of(_temporary));
            Disk.System.Rename(_temporary, _target);
            _isPublished = true;
            return pinned;
        });
    }

    /// <summary>Creates files that belong together: all of them, or none is left behind.</summary>
    /// <param name="targets">Their names.</param>
    /// <exception cref="BulkException">A file cannot be created.</exception>
    public static PublishedFile[] CreateAll(IReadOnlyList<string> targets)
    {
        List<PublishedFile> files = [];
        try
        {
            foreach (string target in targets)
            {
                files.Add(new PublishedFile(target));
            }

            return [.. files];
        }
        catch (BulkException)
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>Publishes bytes.</summary>
    /// <exception cref="BulkException">They cannot be written.</exception>
    public static void Write(string target, ReadOnlySpan<byte> content)
    {
        using var file = new PublishedFile(target);
        file.Stream.Write(content);
        file.Publish();
    }

    /// <summary>Whether a name is one that files have which are not whole yet.</summary>
    public static bool IsUnpublished(string name) => name is ['.', ..] && name.EndsWith(NewEnd, StringComparison.Ordinal);

    public void Dispose()
    {
        // What is still in the buffer of a file that is given up goes nowhere.
        _file.Dispose();
        _named.Dispose();
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
