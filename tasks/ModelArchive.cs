using System.IO.Compression;
using BertGen.Common.Files;
using BertGen.Generator.Common;

namespace BertGen.Tasks;

/// <summary>
/// Reads the small text files at the top of a <c>.tar.gz</c>. Files are written under names from here, never from the archive.
/// </summary>
internal static class ModelArchive
{
    // Raised when what is copied, or how, changes.
    private const int StampVersion = 2;
    private const string StampName = "archive.stamp";

    public static bool IsArchive(string path) =>
        path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Copies the files, or says why there are none. An archive that did not change is not read again.</summary>
    public static void CopyTexts(string path, HandoverFolder target)
    {
        var archive = new FileInfo(path);
        string stamp = FormattableString.Invariant($"{StampVersion} {archive.Length} {archive.LastWriteTimeUtc.Ticks}");
        string stampFile = target.PathOf(StampName);
        string[] lines = File.Exists(stampFile) ? File.ReadAllLines(stampFile) : [""];
        string[] copied = [.. lines.Skip(1)];

        // A clean removes the copies, and not the stamp.
        if (lines[0] == stamp && copied.All(name => File.Exists(target.PathOf(name))))
        {
            foreach (string name in copied)
            {
                target.Keep(name);
            }

            return;
        }

        string folder = target.PathOf("");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        IReadOnlyCollection<string> names = Copy(path, target);
        File.WriteAllLines(stampFile, new[] { stamp }.Concat(names));
    }

    private static IReadOnlyCollection<string> Copy(string path, HandoverFolder target)
    {
        try
        {
            Dictionary<string, byte[]> texts = ReadTexts(path);
            if (!ModelTexts.ConfigNames.Any(texts.ContainsKey))
            {
                throw new InvalidDataException($"has no {string.Join(" or ", ModelTexts.ConfigNames)} at its top");
            }

            var names = new List<string>();
            foreach (KeyValuePair<string, byte[]> text in texts)
            {
                var file = SmallFile.Of(text.Key, text.Value);
                target.Write(text.Key, path + "/" + text.Key, file);
                names.AddRange(file.Content is null ? [] : [text.Key]);
                names.AddRange(file.Problem is null ? [] : [text.Key + ModelKey.ProblemExtension]);
            }

            return names;
        }
        catch (PlainFileException e)
        {
            target.WriteProblem(ModelKey.ArchiveProblem, "cannot be read: " + e.Problem.Text);
        }
        catch (InvalidDataException e)
        {
            target.WriteProblem(ModelKey.ArchiveProblem, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            target.WriteProblem(ModelKey.ArchiveProblem, "cannot be read");
        }

        return [ModelKey.ArchiveProblem];
    }

    private static Dictionary<string, byte[]> ReadTexts(string path)
    {
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var gzip = new GZipStream(PlainFile.Open(path), CompressionMode.Decompress);
        var tar = new TarReader(gzip);
        while (tar.Next())
        {
            string name = tar.Name.StartsWith("./", StringComparison.Ordinal) ? tar.Name.Substring(2) : tar.Name;
            if (tar.IsFile && ModelTexts.Contains(name))
            {
                if (texts.ContainsKey(name))
                {
                    throw new InvalidDataException($"has {name} twice");
                }

                texts.Add(name, tar.ReadContent(FileLimits.BytesOf(name)));
            }
        }

        return texts;
    }
}
