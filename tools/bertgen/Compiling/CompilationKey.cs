using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using BertGen.Common.Files;

namespace BertGen.Tool.Compiling;

/// <summary>A hash of all that a compiled model depends on; no part of the compiler is loaded for it.</summary>
internal static class CompilationKey
{
    public const int Length = SHA256.HashSizeInBytes;

    // Raised when what is compiled of the same content changes in another way than by the assemblies below.
    private const int Version = 1;
    private const string HeaderedExtension = ".safetensors";
    private const int MaxHeaderLength = FileLimits.Header;

    /// <summary>Names of the assemblies that make the source, or that it is compiled against.</summary>
    private static readonly string[] Assemblies = ["BertGen.Generator", "BertGen", "BertGen.Tool", "BertGen.Tasks"];

    /// <exception cref="UserException">A file cannot be read.</exception>
    public static byte[] Compute(ModelPlace place, FolderFiles files, ModelOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "version", BitConverter.GetBytes(Version));
        Append(hash, "framework", Encoding.UTF8.GetBytes(Environment.Version.ToString()));
        foreach (string name in Assemblies)
        {
            Append(hash, name, Assembly.Load(name).ManifestModule.ModuleVersionId.ToByteArray());
        }

        Append(hash, "source", Encoding.UTF8.GetBytes(AdapterSource.Class(place.Model, place.IsArchive, options)));
        try
        {
            foreach (string path in files.Small)
            {
                Append(hash, NameOf(place, path), PlainFile.ReadAll(path, FileLimits.BytesOf(Path.GetFileName(path))));
            }

            foreach (string path in files.Weights)
            {
                Append(hash, NameOf(place, path), Path.GetExtension(path) == HeaderedExtension ? ReadHeader(path) : ReadStamp(path));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"a file of the model cannot be read: {e.Message}", e);
        }

        return hash.GetHashAndReset();
    }

    private static string NameOf(ModelPlace place, string path) => Path.GetRelativePath(place.ProjectFolder, path).Replace('\\', '/');

    // The length keeps the borders between contents apart.
    private static void Append(IncrementalHash hash, string name, ReadOnlySpan<byte> content)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
        hash.AppendData(content);
    }

    /// <summary>The names, types and shapes in a file. Whatever is wrong with it, the same bytes are read of the same file.</summary>
    private static byte[] ReadHeader(string path)
    {
        using FileStream file = PlainFile.Open(path);
        byte[] prefix = new byte[sizeof(long)];
        int read = file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (read < prefix.Length || length < 0 || length > Math.Min(MaxHeaderLength, file.Length - prefix.Length))
        {
            return [.. prefix, .. ReadStamp(path)];
        }

        byte[] header = new byte[length];
        file.ReadExactly(header);
        return header;
    }

    private static byte[] ReadStamp(string path)
    {
        var file = new FileInfo(path);
        return Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks}"));
    }
}
