using BertGen.Files;
using BertGen.Sharing;

namespace BertGen.Saving;

/// <summary>
/// Writes a folder that appears whole: files are collected in a hidden folder beside the place, and the place gets all of
/// them by one rename. Where a folder is replaced, the two are exchanged in one step; on systems that do not have it, by two
/// renames, and what is interrupted between them is repaired by the next who loads or saves.
/// </summary>
internal sealed class FolderReplacement : IDisposable
{
    private readonly string _target;
    private readonly string _parent;
    private readonly string _existing;
    private readonly IReadOnlyCollection<string> _own;
    private readonly Disk _disk;
    private readonly SavePlace _place;
    private readonly Dictionary<string, long> _written = [];

    /// <param name="target">The place.</param>
    /// <param name="overwrite">Whether there may be files.</param>
    /// <param name="own">The names that these may have: others are not ours to replace.</param>
    /// <param name="disk">Where it lies; null: the disks of this machine.</param>
    /// <exception cref="IOException">
    /// There is a file, or a folder that must not be replaced; somebody else is saving there; or nothing can be written.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there.</exception>
    public FolderReplacement(string target, bool overwrite, IReadOnlyCollection<string> own, Disk? disk = null)
    {
        (_own, _disk) = (own, disk ?? Disk.System);
        _target = Path.TrimEndingDirectorySeparator(RealPath.Of(target));
        _parent = Path.GetDirectoryName(_target) ?? throw new IOException($"{target}: a root cannot be replaced.");
        _existing = FindExisting(_parent);
        Directory.CreateDirectory(_parent);
        _place = SavePlace.Take(_target);
        try
        {
            // With the place taken: before that, it may be another's turn to fill or to empty it.
            Check(overwrite);
            Directory.CreateDirectory(_place.NewPath);
        }
        catch
        {
            _place.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file of the new folder to disk.</summary>
    public void Add(string name, Action<Stream> write)
    {
        string path = Path.Combine(_place.NewPath, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _disk.WriteNew(path, write);
        _written.Add(name, new FileInfo(path).Length);
    }

    /// <summary>Puts the new folder in its place. Where that fails, the place holds what it held before.</summary>
    public void Commit()
    {
        CheckWhole();
        foreach (string folder in Directory.EnumerateDirectories(_place.NewPath))
        {
            _disk.SyncFolder(folder);
        }

        _disk.SyncFolder(_place.NewPath);
        if (!Directory.Exists(_target))
        {
            Directory.Move(_place.NewPath, _target);
            OrElse(SyncNames, () => Directory.Move(_target, _place.NewPath));
        }
        else if (_disk.TryExchange(_place.NewPath, _target))
        {
            OrElse(
                () =>
                {
                    CheckOwn(_place.NewPath);
                    SyncNames();
                },
                () => _disk.TryExchange(_place.NewPath, _target));
        }
        else
        {
            Directory.Move(_target, _place.OldPath);
            OrElse(() => Directory.Move(_place.NewPath, _target), () => Directory.Move(_place.OldPath, _target));
            OrElse(
                SyncNames,
                () =>
                {
                    Directory.Move(_target, _place.NewPath);
                    Directory.Move(_place.OldPath, _target);
                });
            SavePlace.Remove(_place.OldPath);
        }
    }

    /// <summary>Removes what was replaced, or what was not committed, and leaves the place to others.</summary>
    public void Dispose() => _place.Dispose();

    private static void OrElse(Action step, Action undo)
    {
        try
        {
            step();
        }
        catch
        {
            undo();
            throw;
        }
    }

    private static string FindExisting(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    // Folders that were made for it have names, too.
    private void SyncNames()
    {
        for (string folder = _parent; ; folder = Path.GetDirectoryName(folder)!)
        {
            _disk.SyncFolder(folder);
            if (folder == _existing)
            {
                return;
            }
        }
    }

    // On a file system without locks, somebody may have taken this folder for the remains of a killed process.
    private void CheckWhole()
    {
        foreach ((string name, long length) in _written)
        {
            var file = new FileInfo(Path.Combine(_place.NewPath, name));
            if (!file.Exists || file.Length != length)
            {
                throw new IOException($"{file.FullName}: expected the {length} bytes that were just written, found {(file.Exists ? file.Length : "no file")}.");
            }
        }
    }

    private void Check(bool overwrite)
    {
        if (File.Exists(_target))
        {
            throw new IOException($"{_target}: expected a folder or nothing, found a file.");
        }

        if (Directory.Exists(_target))
        {
            if (!overwrite && Directory.EnumerateFileSystemEntries(_target).Any())
            {
                throw new IOException($"{_target}: the folder is not empty; to replace a saved model, pass overwrite: true.");
            }

            CheckOwn(_target);
        }
    }

    private void CheckOwn(string folder)
    {
        IEnumerable<string> present = Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry));
        if (present.Except(_own).Order(StringComparer.Ordinal).FirstOrDefault() is { } foreign)
        {
            throw new IOException($"{_target}: {foreign} is no file of a saved model; a folder that holds anything else is not replaced.");
        }
    }
}
