using BertGen.Files;

namespace BertGen.Bulk.Protocol;

/// <summary>
/// What killed workers have left of files in a folder, long ago. A file counts as left when nobody has written to it for an hour, so the folder is listed once in
/// that time, however often it is asked for: what comes later is not left yet.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="clock">Tells time; null for the system's.</param>
internal sealed class Leftovers(string folder, TimeProvider? clock = null)
{
    // A writer that lives writes more often.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private ILookup<string, FileInfo>? _files;
    private DateTimeOffset _listed;

    /// <summary>Removes what is left of some files.</summary>
    /// <param name="start">How their names start: the first part of the name, with the dot behind it, and more or not.</param>
    public void Remove(string start)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (_files is null || now - _listed >= Age)
        {
            (_files, _listed) = (List(), now);
        }

        foreach (FileInfo file in _files[FirstPart(start)].Where(file => file.Name.AsSpan(1).StartsWith(start, StringComparison.Ordinal)))
        {
            // As it is now, and not as it was listed.
            file.Refresh();
            if (file.Exists && now - file.LastWriteTimeUtc > Age)
            {
                SavePlace.Remove(file.FullName);
            }
        }
    }

    private static string FirstPart(string name) => name.Split('.', 2)[0];

    private ILookup<string, FileInfo> List() => new DirectoryInfo(folder)
        .EnumerateFiles($".*{PublishedFile.NewEnd}", new EnumerationOptions { AttributesToSkip = 0 })
        .ToLookup(file => FirstPart(file.Name[1..]));
}
