using System.Globalization;
using System.Text;

namespace BertGen.Sharing;

/// <summary>Tells whether the files of a checkpoint are the same ones, and unchanged, without reading them.</summary>
/// <param name="Text">Where the files are, links followed, with their lengths and times.</param>
/// <param name="IsSettled">
/// Whether the last change is long enough ago: files may change without a new time as long as the clock of the file system
/// has not moved on.
/// </param>
internal sealed record SourceStamp(string Text, bool IsSettled)
{
    /// <summary>More than the coarsest clock in use, that of FAT.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(3);

    /// <summary>The stamp of a checkpoint, or null where its files cannot be looked at.</summary>
    /// <param name="file">The file of the weights; an index stands for all files beside it.</param>
    public static SourceStamp? Of(string file)
    {
        try
        {
            return IsIndex(file) ? Of(Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(file))!).Order(StringComparer.Ordinal)) : Of([file]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsIndex(string file) =>
        file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".index", StringComparison.OrdinalIgnoreCase);

    private static SourceStamp Of(IEnumerable<string> files)
    {
        var text = new StringBuilder();
        bool isSettled = true;
        DateTime settled = DateTime.UtcNow - ClockStep;
        foreach (string file in files)
        {
            var info = new FileInfo(RealPath.Of(file));
            isSettled &= info.LastWriteTimeUtc < settled;
            text.Append(CultureInfo.InvariantCulture, $"{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}|{info.CreationTimeUtc.Ticks}\n");
        }

        return new SourceStamp(text.ToString(), isSettled);
    }
}
