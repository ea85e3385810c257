using System.Runtime.InteropServices;
using BertGen.Bulk;
using BertGen.Bulk.Output;

namespace BertGen.Tool.Embedding;

/// <summary>
/// The <c>.npy</c> format of NumPy: a head, then the values, little-endian. The head has room for any number of rows, which is known only at the end.
/// </summary>
/// <param name="file">The file, which can be written again at its start.</param>
internal sealed class NumPyOutput(OutputFile file) : IVectorOutput
{
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

    private byte[] Head() => new NumPyHead(new VectorEncoder(new OutputSettings(OutputFormat.NumPy, VectorType.Float32, null, null), _width)).Of(_rows);
}
