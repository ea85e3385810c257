using System.Buffers.Binary;

namespace BertGen.Checkpoints.Torch;

/// <summary>The 64-bit fields of a zip entry, which follow each other in the extra field with id 1.</summary>
internal ref struct ZipWideFields
{
    private ReadOnlySpan<byte> _fields;

    public ZipWideFields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (id == 1)
            {
                _fields = extra.Slice(4, length);
                return;
            }

            extra = extra[(4 + length)..];
        }
    }

    /// <summary>The wide form of a field that is all ones; -1 where there is none.</summary>
    public long Widen(uint narrow)
    {
        if (narrow != uint.MaxValue)
        {
            return narrow;
        }

        if (!BinaryPrimitives.TryReadInt64LittleEndian(_fields, out long wide))
        {
            return -1;
        }

        _fields = _fields[sizeof(long)..];
        return wide;
    }
}
