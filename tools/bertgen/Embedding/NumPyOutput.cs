using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace BertGen.Tool.Embedding;

/// <summary>
/// The <c>.npy</c> format of NumPy, version 1.0: a head with type and shape in text, then the values, little-endian. The head has room for any
/// number of rows, which is known only at the end.
/// </summary>
/// <param name="file">The file, which can be written again at its start.</param>
internal sealed class NumPyOutput(OutputFile file) : IVectorOutput
{
    /// <summary>Bytes before the values, a multiple of 64 as the format asks.</summary>
    private const int HeadLength = 128;

    private long _rows;
    private int _width;

    public void Write(ReadOnlySpan<string> texts, ReadOnlySpan<float> vectors, int width)
    {
        if (_rows == 0)
        {
            _width = width;
            file.Stream.Write(Head());
        }

        _rows += texts.Length;
        if (BitConverter.IsLittleEndian)
        {
            file.Stream.Write(MemoryMarshal.AsBytes(vectors));
            return;
        }

        byte[] value = new byte[sizeof(float)];
        foreach (float number in vectors)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(value, number);
            file.Stream.Write(value);
        }
    }

    public void Complete()
    {
        file.Stream.Position = 0;
        file.Stream.Write(Head());
        file.Complete();
    }

    public void Dispose() => file.Dispose();

    private byte[] Head()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_rows}, {_width}), }}");
        byte[] head = new byte[HeadLength];
        head[0] = 0x93;
        "NUMPY\u0001\0"u8.CopyTo(head.AsSpan(1));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), HeadLength - 10);
        Encoding.ASCII.GetBytes(text.PadRight(HeadLength - 11) + "\n").CopyTo(head, 10);
        return head;
    }
}
