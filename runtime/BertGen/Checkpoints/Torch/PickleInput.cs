using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace BertGen.Checkpoints.Torch;

/// <summary>The operands of a pickle, read from front to back and never past its end.</summary>
internal struct PickleInput(PickleBytes bytes, string path)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Position { get; private set; }

    public readonly CheckpointException Problem(string problem) => new(path, $"the pickle cannot be read: {problem} (at byte {Position} of it).");

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - Position))
        {
            throw Problem($"expected {length} more bytes, found {bytes.Length - Position}");
        }

        ReadOnlySpan<byte> taken = bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    // The one number of the format that is not little-endian.
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>A two's complement number: a long where it fits in one.</summary>
    public object Long(ulong length)
    {
        ReadOnlySpan<byte> digits = Take(length);
        var value = new BigInteger(digits);
        return digits.Length <= sizeof(long) ? (object)(long)value : value;
    }

    public string Text(ulong length) => Text(Take(length));

    /// <summary>A text that goes up to the end of its line.</summary>
    public string Line()
    {
        int length = bytes.IndexOf((byte)'\n', Position);
        if (length < 0)
        {
            throw Problem("expected a line feed, found none");
        }

        ReadOnlySpan<byte> line = Take((ulong)length);
        Position++;
        return Text(line);
    }

    private readonly string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Problem("expected a text in UTF-8, found other bytes");
        }
    }
}
