using System.Buffers;
using BertGen.Sharing;

namespace BertGen.Files;

/// <summary>
/// A place that somebody saves to, a file or a folder, and the hidden names beside it that are used meanwhile. One saver has it at a
/// time; so what lies under such names when it is taken was left by one that was killed, and is removed.
/// </summary>
internal sealed class SavePlace : IDisposable
{
    private const string NewEnd = ".new", OldEnd = ".old", LockEnd = ".lock";

    // A killed saver's lock is free at once; a living one puts the new folder in its place within two calls of the system.
    private static readonly TimeSpan LongestExchange = TimeSpan.FromSeconds(2), BetweenLooks = TimeSpan.FromMilliseconds(5);

    // The form of Path.GetRandomFileName.
    private const int RandomLength = 12, RandomDot = 8;

    private static readonly SearchValues<char> RandomCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private readonly PlaceLock _lock;

    private SavePlace(string target, PlaceLock taken)
    {
        (string folder, string name) = Split(target);
        string hidden = Path.Combine(folder, $".{name}.{Path.GetRandomFileName()}");
        (NewPath, OldPath, _lock) = (hidden + NewEnd, hidden + OldEnd, taken);
    }

    /// <summary>Where what is saved is written first.</summary>
    public string NewPath { get; }

    /// <summary>Where what is replaced lies for a moment, where two folders cannot be exchanged in one step.</summary>
    public string OldPath { get; }

    /// <summary>Takes a place, and brings it in order after a saver that was killed.</summary>
    /// <param name="target">The place; its folder exists.</param>
    /// <exception cref="IOException">Another saver has it, or its folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    public static SavePlace Take(string target)
    {
        PlaceLock taken = PlaceLock.TryTake(LockPath(target))
            ?? throw new IOException($"{target}: somebody else, in this process or in another one, saves to this place at the moment; one at a time can.");
        try
        {
            BringInOrder(target);
            return new SavePlace(target, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Brings a place in order after a saver that was killed, as far as that is possible; one that lives is left alone.</summary>
    public static void TryBringInOrder(string target)
    {
        try
        {
            if (!Directory.Exists(Split(target).Folder) || (!Leftovers(target).Any() && !File.Exists(LockPath(target))))
            {
                return;
            }

            using PlaceLock? taken = PlaceLock.TryTake(LockPath(target));
            if (taken is not null)
            {
                BringInOrder(target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A place that may only be read is loaded as it is.
        }
    }

    /// <summary>
    /// Puts a folder back, or the one that a file is looked for in, that a saver which was killed has taken from its place; waits for one
    /// that is about to replace it.
    /// </summary>
    public static void TryRepair(string target)
    {
        if (Exists(target) || target.Contains('\0'))
        {
            return;
        }

        try
        {
            string full = Path.TrimEndingDirectorySeparator(RealPath.Of(target));
            if (Path.GetDirectoryName(full) is not { } folder)
            {
                return;
            }

            TryRepair(folder);
            if (!Directory.Exists(folder))
            {
                return;
            }

            for (DateTime end = DateTime.UtcNow + LongestExchange; !Exists(full) && FindReplaced(full) is not null && DateTime.UtcNow < end; Thread.Sleep(BetweenLooks))
            {
                TryBringInOrder(full);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    public void Dispose()
    {
        Remove(NewPath);
        _lock.Dispose();
    }

    /// <summary>Removes a file or a folder, if it is there; one that cannot be removed is left to the next saver.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // With the lock held.
    private static void BringInOrder(string target)
    {
        if (!Exists(target) && FindReplaced(target) is { } replaced)
        {
            Directory.Move(replaced, target);
        }

        foreach (string leftover in Leftovers(target).ToArray())
        {
            Remove(leftover);
        }
    }

    // Of several, the last: those of savers before it were removed, or could not be.
    private static string? FindReplaced(string target) => Leftovers(target)
        .Where(path => path.EndsWith(OldEnd, StringComparison.Ordinal) && Directory.Exists(path))
        .MaxBy(Directory.GetLastWriteTimeUtc);

    private static IEnumerable<string> Leftovers(string target)
    {
        (string folder, string name) = Split(target);
        return Directory.EnumerateFileSystemEntries(folder).Where(path => IsLeftover(Path.GetFileName(path.AsSpan()), name));
    }

    // Exactly the names that this class makes: a file of somebody else is none of them.
    private static bool IsLeftover(ReadOnlySpan<char> file, string name)
    {
        if (file.Length != 1 + name.Length + 1 + RandomLength + NewEnd.Length || file[0] != '.' || !file[1..].StartsWith(name, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> rest = file[(1 + name.Length)..];
        ReadOnlySpan<char> random = rest.Slice(1, RandomLength);
        return rest[0] == '.'
            && random[RandomDot] == '.'
            && !random[..RandomDot].ContainsAnyExcept(RandomCharacters)
            && !random[(RandomDot + 1)..].ContainsAnyExcept(RandomCharacters)
            && (rest.EndsWith(NewEnd, StringComparison.Ordinal) || rest.EndsWith(OldEnd, StringComparison.Ordinal));
    }

    private static bool Exists(string path) => Directory.Exists(path) || File.Exists(path);

    private static string LockPath(string target)
    {
        (string folder, string name) = Split(target);
        return Path.Combine(folder, $".{name}{LockEnd}");
    }

    private static (string Folder, string Name) Split(string target)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return (Path.GetDirectoryName(full) ?? throw new IOException($"{target}: a root cannot be replaced."), Path.GetFileName(full));
    }
}
