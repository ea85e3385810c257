using System.Text;

namespace BertGen.RealModels.Tests.Onnx;

/// <summary>Reads the fields of one protocol buffer message. A message that ends early throws.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int VarintType = 0, Fixed64Type = 1, NestedType = 2, Fixed32Type = 5;

    private ReadOnlySpan<byte> _rest = message;
    private int _wireType;

    /// <summary>The number of the field that <see cref="Next"/> moved to.</summary>
    public int Field { get; private set; }

    /// <summary>Whether the field holds bytes: a message, a text or packed numbers.</summary>
    public readonly bool IsNested => _wireType == NestedType;

    /// <summary>Moves to the next field; its value must be read or skipped.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint();
        (Field, _wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number of the ONNX model has more than ten bytes.");
    }

    public ReadOnlySpan<byte> Bytes() => Take((int)Varint());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public void Skip() => _ = _wireType switch
    {
        VarintType => (int)Varint(),
        Fixed64Type => Take(sizeof(ulong)).Length,
        NestedType => Bytes().Length,
        Fixed32Type => Take(sizeof(uint)).Length,
        _ => throw new InvalidDataException($"The ONNX model has a field of wire type {_wireType}."),
    };

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
