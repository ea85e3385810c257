using System.IO.Compression;

namespace BertGen.Bulk.Input;

/// <summary>Files that are compressed, which the end of their name says.</summary>
internal static class Compression
{
    private const string GZipEnd = ".gz";

    /// <summary>Whether the content is reached only by reading all that lies before it.</summary>
    public static bool IsCompressed(string path) => NameWithin(path).Length < path.Length;

    /// <summary>The name that the file has without its compression.</summary>
    public static string NameWithin(string path) =>
        path.EndsWith(GZipEnd, StringComparison.OrdinalIgnoreCase) ? path[..^GZipEnd.Length] : path;

    /// <summary>The content of a file.</summary>
    /// <param name="path">The name of the file.</param>
    /// <param name="file">The file; it is disposed with the content.</param>
    public static Stream Decompress(string path, Stream file) =>
        path.EndsWith(GZipEnd, StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
}
