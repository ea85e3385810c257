using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace BertGen.Bulk.Output;

/// <summary>The head of the <c>.npy</c> format of NumPy, version 1.0: type and shape in text, with room for any number of rows.</summary>
/// <param name="encoder">What vectors are.</param>
internal sealed class NumPyHead(VectorEncoder encoder)
{
    /// <summary>Bytes before the values, a multiple of 64 as the format asks.</summary>
    private const int Length = 128;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    private string Type => encoder.Type switch { VectorType.Float32 => "<f4", VectorType.Float16 => "<f2", VectorType.Int8 => "|i1", _ => "|u1" };

    /// <summary>The head of so many rows.</summary>
    public byte[] Of(long rows)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{Type}', 'fortran_order': False, 'shape': ({rows}, {encoder.Width}), }}");
        byte[] head = new byte[Length];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(Magic.Length), (ushort)(Length - Magic.Length - sizeof(ushort)));
        Encoding.ASCII.GetBytes(text.PadRight(Length - Magic.Length - sizeof(ushort) - 1) + "\n").CopyTo(head, Magic.Length + sizeof(ushort));
        return head;
    }

    /// <summary>Reads a head that <see cref="Of"/> has made.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="FormatException">It is another one.</exception>
    public long Read(Stream stream)
    {
        byte[] head = new byte[Length];
        stream.ReadAtLeast(head, Length, throwOnEndOfStream: false);
        string text = Encoding.ASCII.GetString(head);
        int start = text.IndexOf('(', StringComparison.Ordinal), end = text.IndexOf(',', Math.Max(start, 0));
        return start >= 0 && end > start && long.TryParse(text.AsSpan(start + 1, end - start - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long rows) && head.AsSpan().SequenceEqual(Of(rows))
            ? rows
            : throw new FormatException($"expected a head of version 1.0 for rows of {encoder.Width} values {Type}, found another one");
    }
}
