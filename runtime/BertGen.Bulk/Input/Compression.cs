using BertGen.Bulk.Input.Lines;
using ZstdSharp;

namespace BertGen.Bulk.Input;

/// <summary>Files that are compressed as a whole, which the end of their name says.</summary>
internal static class Compression
{
    private const string GZipEnd = ".gz", ZstandardEnd = ".zst";

    /// <summary>Whether the content is reached only by reading all that lies before it.</summary>
    public static bool IsCompressed(string path) => Has(path, GZipEnd) || Has(path, ZstandardEnd);

    /// <summary>The name that the file has without its compression.</summary>
    public static string NameWithin(string path) => Has(path, GZipEnd) ? path[..^GZipEnd.Length] : Has(path, ZstandardEnd) ? path[..^ZstandardEnd.Length] : path;

    /// <summary>The content of a file.</summary>
    /// <param name="path">The name of the file.</param>
    /// <param name="file">The file; it is disposed with the content.</param>
    /// <exception cref="InvalidDataException">It is compressed, and empty.</exception>
    public static Stream Decompress(string path, Stream file) =>
        Has(path, GZipEnd) ? new GZipContent(file)
        : Has(path, ZstandardEnd) ? new DecompressionStream(NotEmpty(file), leaveOpen: false)
        : file;

    /// <summary>The decompressor takes a file without a byte for one of nothing, which would be a frame.</summary>
    private static PrefixedStream NotEmpty(Stream file)
    {
        var content = new PrefixedStream(file, 1);
        return content.Prefix.IsEmpty ? throw new InvalidDataException("the compressed content is cut off: the file ends before it") : content;
    }

    private static bool Has(string path, string end) => path.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
