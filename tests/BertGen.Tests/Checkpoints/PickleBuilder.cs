using System.Buffers.Binary;
using System.Text;

namespace BertGen.Tests.Checkpoints;

/// <summary>Assembles pickles operation by operation: those that torch.save writes, and those that it never would.</summary>
internal sealed class PickleBuilder
{
    private readonly MemoryStream _bytes = new();

    public PickleBuilder() => _bytes.Write([0x80, 2]);

    public PickleBuilder Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleBuilder Op(params ReadOnlySpan<char> operations)
    {
        foreach (char operation in operations)
        {
            _bytes.WriteByte((byte)operation);
        }

        return this;
    }

    public PickleBuilder Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').Raw(BitConverter.GetBytes(utf8.Length)).Raw(utf8);
    }

    public PickleBuilder Int(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8A, 8).Raw(bytes);
    }

    public PickleBuilder Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleBuilder Tuple(params ReadOnlySpan<long> values)
    {
        Op('(');
        foreach (long value in values)
        {
            Int(value);
        }

        return Op('t');
    }

    /// <summary>A reference to a storage; the stream format has one part more, which is mostly none.</summary>
    public PickleBuilder Storage(string key, string type, long length, bool stream = false)
    {
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Int(length);
        return (stream ? Op('N') : this).Op('t', 'Q');
    }

    /// <summary>A view of a storage.</summary>
    public PickleBuilder Tensor(string key, string type, long length, long offset, long[] shape, long[] strides, bool stream = false) =>
        Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Storage(key, type, length, stream).Int(offset).Tuple(shape).Tuple(strides)
            .Raw(0x89).Global("collections", "OrderedDict").Op(')', 'R').Op('t', 'R');

    /// <summary>A dictionary with one item.</summary>
    public static PickleBuilder Dictionary(string name, Func<PickleBuilder, PickleBuilder> value) =>
        value(new PickleBuilder().Op('}').Text(name)).Op('s');

    /// <summary>The pickle, ended.</summary>
    public byte[] ToArray() => [.. _bytes.ToArray(), (byte)'.'];
}
