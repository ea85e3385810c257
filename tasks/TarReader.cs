using System.Globalization;
using System.Text;

namespace BertGen.Tasks;

/// <summary>
/// Walks over the entries of a tar archive, from front to back: the ustar form with the long names of GNU and of POSIX.
/// How much is read, and how many entries, is limited, whatever the archive says.
/// </summary>
internal sealed class TarReader(Stream stream)
{
    private const int BlockLength = 512;
    private const int MaxEntries = 100_000;
    private const int MaxNameLength = 1 << 16;
    private const long MaxTotal = 1L << 34;
    private const string DamagedText = "is no tar.gz archive, or is damaged";

    private readonly byte[] _block = new byte[BlockLength];
    private long _left;
    private long _total;
    private int _entries;

    /// <summary>Name of the entry, with forward slashes.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether it is an ordinary file: no folder, no link, no device.</summary>
    public bool IsFile { get; private set; }

    /// <summary>Moves to the next entry; false at the end.</summary>
    /// <exception cref="InvalidDataException">The archive is broken, or larger than any model.</exception>
    public bool Next()
    {
        string? longName = null;
        long? longSize = null;
        while (ReadHeader())
        {
            char type = (char)_block[156];
            switch (type)
            {
                case 'L':
                    longName = Text(ReadContent(MaxNameLength), 0, MaxNameLength);
                    continue;
                case 'x':
                    (longName, longSize) = ReadExtension(longName, longSize);
                    continue;
                case 'g':
                    continue;
            }

            Name = longName ?? ShortName();
            IsFile = type is '0' or '\0' && !Name.EndsWith("/", StringComparison.Ordinal);
            _left = longSize ?? _left;
            return _left <= MaxTotal ? true : throw new InvalidDataException($"has an entry of {_left} bytes");
        }

        return false;
    }

    /// <summary>The content of the entry.</summary>
    /// <exception cref="InvalidDataException">It is longer than allowed, or the archive ends within it.</exception>
    public byte[] ReadContent(int maxLength)
    {
        if (_left > maxLength)
        {
            throw new InvalidDataException($"has an entry of {_left} bytes where at most {maxLength} are expected");
        }

        byte[] content = new byte[_left];
        Read(content, 0, content.Length);
        Skip(Padding(content.Length));
        _left = 0;
        return content;
    }

    private bool ReadHeader()
    {
        Skip(_left + Padding(_left));
        _left = 0;
        if (++_entries > MaxEntries)
        {
            throw new InvalidDataException($"has more than {MaxEntries} entries");
        }

        // Some writers leave out the empty blocks at the end.
        int first = ReadSome(_block, 0, BlockLength);
        if (first == 0)
        {
            return false;
        }

        Read(_block, first, BlockLength);
        if (Array.TrueForAll(_block, value => value == 0))
        {
            return false;
        }

        if (Octal(148, 8) != Checksum())
        {
            throw Damaged();
        }

        _left = Size();
        return true;
    }

    private (string? Name, long? Size) ReadExtension(string? name, long? size)
    {
        // Records "length key=value\n"; the length counts the whole record, and a value may have lines of its own.
        byte[] records = ReadContent(MaxNameLength);
        for (int start = 0; start < records.Length;)
        {
            int space = Array.IndexOf(records, (byte)' ', start);
            string digits = space < 0 ? "" : Encoding.ASCII.GetString(records, start, space - start);
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length <= space + 1 - start || length > records.Length - start || records[start + length - 1] != '\n')
            {
                throw Damaged();
            }

            string pair = Encoding.UTF8.GetString(records, space + 1, start + length - 1 - (space + 1));
            start += length;
            if (pair.StartsWith("path=", StringComparison.Ordinal))
            {
                name = pair.Substring("path=".Length);
            }
            else if (pair.StartsWith("size=", StringComparison.Ordinal))
            {
                size = long.TryParse(pair.Substring("size=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
                    ? value
                    : throw new InvalidDataException("has an entry of no size");
            }
        }

        return (name, size);
    }

    private string ShortName()
    {
        string name = Text(_block, 0, 100);
        string prefix = Text(_block, 257, 5) == "ustar" && _block[262] == 0 ? Text(_block, 345, 155) : "";
        return prefix.Length > 0 ? prefix + "/" + name : name;
    }

    // Sizes above 8 GiB are binary, with the first bit set; no file of a model is so large.
    private long Size() => _block[124] < 0x80 ? Octal(124, 12) : throw new InvalidDataException("has an entry of 8 GiB or more");

    private long Octal(int start, int length)
    {
        string digits = Text(_block, start, length).Trim();
        long value = 0;
        foreach (char digit in digits)
        {
            value = digit is >= '0' and <= '7' ? (value * 8) + (digit - '0') : throw Damaged();
        }

        return value;
    }

    // The sum of the header's bytes, those of the checksum itself taken for spaces.
    private int Checksum()
    {
        int sum = 0;
        for (int i = 0; i < BlockLength; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : _block[i];
        }

        return sum;
    }

    private static string Text(byte[] bytes, int start, int length)
    {
        int end = start;
        while (end < bytes.Length && end < start + length && bytes[end] != 0)
        {
            end++;
        }

        return Encoding.UTF8.GetString(bytes, start, end - start);
    }

    private static int Padding(long length) => (int)((BlockLength - (length % BlockLength)) % BlockLength);

    private void Skip(long count)
    {
        byte[] buffer = new byte[Math.Min(count, 1 << 16)];
        for (; count > 0; count -= Math.Min(count, buffer.Length))
        {
            Read(buffer, 0, (int)Math.Min(count, buffer.Length));
        }
    }

    private void Read(byte[] buffer, int start, int end)
    {
        while (start < end)
        {
            int more = ReadSome(buffer, start, end - start);
            start += more > 0 ? more : throw new InvalidDataException("ends in the middle of an entry");
        }
    }

    private int ReadSome(byte[] buffer, int start, int count)
    {
        try
        {
            int read = stream.Read(buffer, start, count);
            _total += read;
            return _total <= MaxTotal ? read : throw new InvalidDataException($"unpacks to more than {MaxTotal >> 30} GiB");
        }
        catch (InvalidDataException e) when (_total <= MaxTotal)
        {
            throw new InvalidDataException(DamagedText, e);
        }
    }

    private static InvalidDataException Damaged() => new(DamagedText);
}
