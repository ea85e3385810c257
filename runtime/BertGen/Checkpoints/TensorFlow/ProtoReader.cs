namespace BertGen.Checkpoints.TensorFlow;

/// <summary>Reads the fields of a protocol buffer.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes, string path)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public int Field { get; private set; }

    public ProtoWireType WireType { get; private set; }

    /// <summary>Moves to the next field; its value must be read or skipped.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint();
        (Field, WireType) = ((int)(tag >> 3), (ProtoWireType)(tag & 7));
        return true;
    }

    public ulong Varint() => TableBytes.TryReadVarint(ref _rest, out ulong value) ? value : throw Damaged();

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    /// <summary>A message or a text within the message.</summary>
    public ReadOnlySpan<byte> Nested() => Take(Varint());

    public void Skip()
    {
        switch (WireType)
        {
            case ProtoWireType.Varint:
                Varint();
                break;
            case ProtoWireType.Fixed64:
                Take(8);
                break;
            case ProtoWireType.Nested:
                Nested();
                break;
            case ProtoWireType.Fixed32:
                Take(4);
                break;
            default:
                throw Damaged();
        }
    }

    private readonly CheckpointException Damaged() => new(path, "expected the index of a TensorFlow checkpoint; a record of this one is damaged.");
}
