using System.Globalization;
using System.Text;

namespace BertGen.Checkpoints.Archives;

/// <summary>Reads the entries of a tar file from front to back (ustar, with the long names and sizes of pax and of GNU tar), in constant memory.</summary>
internal sealed class TarReader(Stream stream, string path)
{
    private const int MaxExtensionLength = 1 << 16;

    private readonly byte[] _block = new byte[TarHeader.Size];
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _unread;
    private int _padding;

    /// <summary>Moves to the next entry.</summary>
    /// <returns>The entry, or null behind the last one.</returns>
    public TarEntry? Next()
    {
        string? name = null;
        long? length = null;
        while (true)
        {
            SkipContent();
            if (!ReadHeader(out TarEntry entry))
            {
                return null;
            }

            switch (entry.Kind)
            {
                case 'L':
                    name = Text(ReadExtension(entry)).TrimEnd('\0');
                    break;
                case 'x':
                    ReadPax(ReadExtension(entry), ref name, ref length);
                    break;
                case 'g' or 'K':
                    ReadExtension(entry); // Comments for all entries, and the target of a link, which is refused in any case.
                    break;
                default:
                    _unread = length ?? entry.Length;
                    _padding = (int)(-_unread & (TarHeader.Size - 1));
                    return entry with { Name = name ?? entry.Name, Length = _unread };
            }
        }
    }

    /// <summary>Copies the content of the entry.</summary>
    public void CopyTo(Stream destination)
    {
        while (_unread > 0)
        {
            int length = (int)Math.Min(_unread, _buffer.Length);
            Fill(_buffer.AsSpan(0, length));
            destination.Write(_buffer, 0, length);
            _unread -= length;
        }
    }

    private bool ReadHeader(out TarEntry entry)
    {
        entry = default;
        int read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        if (read == _block.Length && !_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            DrainToEnd();
            return false;
        }

        if (read < _block.Length || !TarHeader.TryParse(_block, out entry))
        {
            throw Damaged();
        }

        return true;
    }

    // Padding, and the checksum of the compressed file behind it.
    private void DrainToEnd()
    {
        while (stream.Read(_buffer) > 0)
        {
        }
    }

    private void SkipContent()
    {
        CopyTo(Stream.Null);
        Fill(_buffer.AsSpan(0, _padding));
        _padding = 0;
    }

    private byte[] ReadExtension(TarEntry entry)
    {
        if (entry.Length > MaxExtensionLength)
        {
            throw new CheckpointException(path, $"expected at most {MaxExtensionLength} bytes in a header of this archive, found {entry.Length}.");
        }

        byte[] content = new byte[(int)entry.Length];
        Fill(content);
        _padding = (int)(-entry.Length & (TarHeader.Size - 1));
        return content;
    }

    // Lines such as "30 path=models/config.json\n", the number counting the whole line.
    private void ReadPax(ReadOnlySpan<byte> content, ref string? name, ref long? length)
    {
        while (!content.IsEmpty)
        {
            int space = content.IndexOf((byte)' ');
            if (space < 0
                || !int.TryParse(content[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int lineLength)
                || lineLength <= space + 1 || lineLength > content.Length || content[lineLength - 1] != '\n')
            {
                throw Damaged();
            }

            ReadOnlySpan<byte> line = content[(space + 1)..(lineLength - 1)];
            content = content[lineLength..];
            if (line.StartsWith("path="u8))
            {
                name = Text(line["path=".Length..]);
            }
            else if (line.StartsWith("size="u8))
            {
                length = long.TryParse(line["size=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : throw Damaged();
            }
        }
    }

    private void Fill(Span<byte> destination)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
        {
            throw Damaged();
        }
    }

    private CheckpointException Damaged() => new(path, "expected a tar file compressed with gzip; this one is cut off or damaged.");

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
