using BertGen.Sharing;

namespace BertGen.Saving;

/// <summary>
/// Writes a folder that appears whole: files are collected in a hidden folder beside the place, and the place gets all of
/// them by one rename. Where a folder is replaced, that is the second of two renames; whatever is interrupted, what the
/// place holds is the old folder, the new one or nothing, and in the last case both lie beside it.
/// </summary>
internal sealed class FolderReplacement : IDisposable
{
    private readonly string _target;
    private readonly string _staging;
    private readonly string _replaced;

    /// <param name="target">The place.</param>
    /// <param name="overwrite">Whether there may be files.</param>
    /// <param name="own">The names that these may have: others are not ours to replace.</param>
    /// <exception cref="IOException">There is a file, or a folder that must not be replaced.</exception>
    public FolderReplacement(string target, bool overwrite, IReadOnlyCollection<string> own)
    {
        _target = Path.TrimEndingDirectorySeparator(RealPath.Of(target));
        Check(overwrite, own);
        string parent = Path.GetDirectoryName(_target) ?? throw new IOException($"{target}: a root cannot be replaced.");
        string hidden = Path.Combine(parent, $".{Path.GetFileName(_target)}.{Path.GetRandomFileName()}");
        (_staging, _replaced) = (hidden + ".new", hidden + ".old");
        Directory.CreateDirectory(_staging);
    }

    /// <summary>Writes a file of the new folder to disk.</summary>
    public void Add(string name, Action<Stream> write)
    {
        using var stream = new FileStream(Path.Combine(_staging, name), FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Puts the new folder in its place.</summary>
    public void Commit()
    {
        bool replaces = Directory.Exists(_target);
        if (replaces)
        {
            Directory.Move(_target, _replaced);
        }

        try
        {
            Directory.Move(_staging, _target);
        }
        catch when (replaces)
        {
            Directory.Move(_replaced, _target);
            throw;
        }

        if (replaces)
        {
            Directory.Delete(_replaced, recursive: true);
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, recursive: true);
        }
    }

    private void Check(bool overwrite, IReadOnlyCollection<string> own)
    {
        if (File.Exists(_target))
        {
            throw new IOException($"{_target}: expected a folder or nothing, found a file.");
        }

        string[] present = Directory.Exists(_target) ? [.. Directory.EnumerateFileSystemEntries(_target).Select(entry => Path.GetFileName(entry))] : [];
        if (present.Length > 0 && !overwrite)
        {
            throw new IOException($"{_target}: the folder is not empty; to replace a saved model, pass overwrite: true.");
        }

        if (present.Except(own).Order(StringComparer.Ordinal).FirstOrDefault() is { } foreign)
        {
            throw new IOException($"{_target}: {foreign} is no file of a saved model; a folder that holds anything else is not replaced.");
        }
    }
}
