using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ReverseDictionary;

/// <summary>
/// Keeps vectors in a file named by their key: magic and version (8 bytes), rows and columns (4 each), key (32),
/// values (float32), and the SHA-256 of all before it.
/// </summary>
internal sealed class VectorCache(string folder)
{
    private const int HeaderLength = 8 + 4 + 4 + CacheKey.Length;
    private const int ValuesPerBlock = 1 << 18;

    public string PathOf(byte[] key) => Path.Combine(folder, $"{Convert.ToHexStringLower(key)[..32]}.vectors");

    /// <returns>The vectors, or null where there is no file for the key.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public VectorTable? Read(byte[] key, int rows, int columns)
    {
        string path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = new byte[HeaderLength];
        long length = HeaderLength + ((long)rows * columns * sizeof(float)) + SHA256.HashSizeInBytes;
        if (file.Length != length || file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || !header.AsSpan().SequenceEqual(Header(key, rows, columns)))
        {
            throw new InvalidDataException("its header or its length is wrong");
        }

        hash.AppendData(header);
        var table = new VectorTable(rows, columns);
        for (int start = 0; start < table.Values.Length; start += ValuesPerBlock)
        {
            Span<byte> block = Block(table, start);
            file.ReadExactly(block);
            hash.AppendData(block);
        }

        byte[] expected = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(expected);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(expected)
            ? table
            : throw new InvalidDataException("its checksum is wrong");
    }

    /// <summary>Writes a file beside the final one and renames it, so that no half-written file is ever read.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(byte[] key, VectorTable table)
    {
        Directory.CreateDirectory(folder);
        string path = PathOf(key);
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                Write(file, key, table);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Write(FileStream file, byte[] key, VectorTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = Header(key, table.Rows, table.Columns);
        file.Write(header);
        hash.AppendData(header);
        for (int start = 0; start < table.Values.Length; start += ValuesPerBlock)
        {
            Span<byte> block = Block(table, start);
            file.Write(block);
            hash.AppendData(block);
        }

        file.Write(hash.GetHashAndReset());
    }

    private static byte[] Header(byte[] key, int rows, int columns) =>
        [.. "RDVECT01"u8, .. BitConverter.GetBytes(rows), .. BitConverter.GetBytes(columns), .. key];

    private static Span<byte> Block(VectorTable table, int start) =>
        MemoryMarshal.AsBytes(table.Values.AsSpan(start, Math.Min(ValuesPerBlock, table.Values.Length - start)));
}
