using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace BertGen.Bulk.Output;

/// <summary>Encoded vectors as arrays of numbers; numbers give the same bytes when they are read.</summary>
/// <param name="encoder">What vectors are.</param>
internal sealed class VectorJson(VectorEncoder encoder)
{
    /// <summary>The name of the property with the vector.</summary>
    public const string Name = "vector";

    private const int HalfSize = 2;

    /// <summary>Writes a vector.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="row">The number of its row, for messages.</param>
    /// <exception cref="BulkException">A component is no finite number, and JSON has no others.</exception>
    public void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> vector, long row)
    {
        writer.WriteStartArray(Name);
        for (int i = 0; i < encoder.Width; i++)
        {
            switch (encoder.Type)
            {
                case VectorType.Float32:
                    writer.WriteNumberValue(Finite(BinaryPrimitives.ReadSingleLittleEndian(vector[(i * sizeof(float))..]), row));
                    break;
                case VectorType.Float16:
                    writer.WriteNumberValue(Finite((float)BinaryPrimitives.ReadHalfLittleEndian(vector[(i * HalfSize)..]), row));
                    break;
                case VectorType.Int8:
                    writer.WriteNumberValue((sbyte)vector[i]);
                    break;
                default:
                    writer.WriteNumberValue(vector[i]);
                    break;
            }
        }

        writer.WriteEndArray();
    }

    private static float Finite(float value, long row) => float.IsFinite(value)
        ? value
        : throw new BulkException(string.Create(CultureInfo.InvariantCulture, $"row {row}: expected components that JSON can hold, which are finite, found {value}; take another format of output."));

    /// <summary>Reads the vector that a reader is at.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="InvalidOperationException">A component is no number.</exception>
    public void Read(ref Utf8JsonReader reader, Span<byte> vector)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Missing();
        }

        int i = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (i == encoder.Width)
            {
                throw Missing();
            }

            switch (encoder.Type)
            {
                case VectorType.Float32:
                    BinaryPrimitives.WriteSingleLittleEndian(vector[(i * sizeof(float))..], reader.GetSingle());
                    break;
                case VectorType.Float16:
                    BinaryPrimitives.WriteHalfLittleEndian(vector[(i * HalfSize)..], (Half)reader.GetSingle());
                    break;
                case VectorType.Int8:
                    vector[i] = (byte)reader.GetSByte();
                    break;
                default:
                    vector[i] = reader.GetByte();
                    break;
            }

            i++;
        }

        if (i < encoder.Width)
        {
            throw Missing();
        }
    }

    /// <summary>What is thrown where there is no such vector.</summary>
    public FormatException Missing() => new($"expected an array of {encoder.Width} numbers as '{Name}'");
}
