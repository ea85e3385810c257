using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BertGen.Tool.Compiling;

/// <summary>
/// Keeps compiled models, each in a file named by its key: magic and version (8 bytes), key (32), length of the warnings (4),
/// warnings (UTF-8), assembly, and the SHA-256 of all before it.
/// </summary>
/// <param name="folder">The folder; made when the first entry is written.</param>
internal sealed class CompiledModelCache(string folder)
{
    private const int WarningsStart = 8 + CompilationKey.Length + sizeof(int);

    // An entry that nobody asked for in this time goes when another is written.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);
    private static readonly TimeSpan TouchInterval = TimeSpan.FromDays(1);

    private const string Extension = ".model";

    private static ReadOnlySpan<byte> Magic => "BGPIPE01"u8;

    /// <summary>The file of a key.</summary>
    public string PathOf(ReadOnlySpan<byte> key) => Path.Combine(folder, Convert.ToHexStringLower(key)[..32] + Extension);

    /// <returns>The entry; null where there is none, or where it is damaged.</returns>
    public CompiledEntry? Find(ReadOnlySpan<byte> key)
    {
        string path = PathOf(key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            CompiledEntry? entry = Parse(File.ReadAllBytes(path), key);
            if (entry is not null && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > TouchInterval)
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }

            return entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file beside the final one and renames it, so that no half-written file is ever read.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(ReadOnlySpan<byte> key, CompiledEntry entry)
    {
        CreateFolder();
        string path = PathOf(key);
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                byte[] bytes = ToBytes(key, entry);
                file.Write(bytes);
                file.Write(SHA256.HashData(bytes));
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        RemoveUnused();
    }

    // What is run from here must be nobody else's to write.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void RemoveUnused()
    {
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*" + Extension + "*"))
        {
            try
            {
                if (DateTime.UtcNow - file.LastWriteTimeUtc > Lifetime)
                {
                    file.Delete();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process uses it, or removes it as well.
            }
        }
    }

    private static CompiledEntry? Parse(ReadOnlySpan<byte> file, ReadOnlySpan<byte> key)
    {
        if (file.Length < WarningsStart + SHA256.HashSizeInBytes)
        {
            return null;
        }

        ReadOnlySpan<byte> content = file[..^SHA256.HashSizeInBytes];
        if (!content.StartsWith(Magic) || !content[Magic.Length..].StartsWith(key) || !SHA256.HashData(content).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..]))
        {
            return null;
        }

        int warningsEnd = WarningsStart + BinaryPrimitives.ReadInt32LittleEndian(content[(Magic.Length + key.Length)..]);
        return new CompiledEntry(content[warningsEnd..].ToArray(), Encoding.UTF8.GetString(content[WarningsStart..warningsEnd]));
    }

    private static byte[] ToBytes(ReadOnlySpan<byte> key, CompiledEntry entry)
    {
        byte[] warnings = Encoding.UTF8.GetBytes(entry.Warnings);
        return [.. Magic, .. key, .. BitConverter.GetBytes(warnings.Length), .. warnings, .. entry.Assembly];
    }
}
