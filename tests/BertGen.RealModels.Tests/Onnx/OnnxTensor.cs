using System.Runtime.InteropServices;

namespace BertGen.RealModels.Tests.Onnx;

/// <summary>A constant of the graph. Only float32 ones have values; the others are positions and shapes.</summary>
internal sealed record OnnxTensor(string Name, long[] Shape, float[]? Values)
{
    private const int ShapeField = 1, TypeField = 2, NameField = 8, RawField = 9;
    private const ulong Float32 = 1;

    public static OnnxTensor Read(ReadOnlySpan<byte> message)
    {
        string name = "";
        List<long> shape = [];
        ulong type = 0;
        ReadOnlySpan<byte> raw = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case ShapeField when reader.IsNested:
                    throw new InvalidDataException("The shape of an ONNX tensor is packed, which ONNX does not write.");
                case ShapeField:
                    shape.Add((long)reader.Varint());
                    break;
                case TypeField:
                    type = reader.Varint();
                    break;
                case NameField:
                    name = reader.Text();
                    break;
                case RawField:
                    raw = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (type != Float32)
        {
            return new OnnxTensor(name, [.. shape], Values: null);
        }

        float[] values = MemoryMarshal.Cast<byte, float>(raw).ToArray();
        return values.Length == shape.Aggregate(1L, (count, size) => count * size)
            ? new OnnxTensor(name, [.. shape], values)
            : throw new InvalidDataException($"The ONNX tensor '{name}' has {values.Length} values for the shape [{string.Join(", ", shape)}].");
    }

    /// <summary>The same matrix with rows and columns exchanged, under another name.</summary>
    public OnnxTensor Transposed(string name)
    {
        int rows = (int)Shape[0], columns = (int)Shape[1];
        float[] transposed = new float[Values!.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = Values[(row * columns) + column];
            }
        }

        return new OnnxTensor(name, [columns, rows], transposed);
    }
}
