using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>Vectors as lists of numbers.</summary>
/// <param name="Rows">The vectors.</param>
[JsonConverter(typeof(VectorRowsConverter))]
internal sealed record VectorRows(float[][] Rows) : ISizedAnswer
{
    /// <inheritdoc/>
    public long NumberCount => Rows.Sum(row => (long)row.Length);

    /// <summary>Writes a list of numbers.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="numbers">The numbers.</param>
    /// <exception cref="ArgumentException">A number is not finite: JSON has none of these.</exception>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<float> numbers)
    {
        byte[] text = ArrayPool<byte>.Shared.Rent((numbers.Length * (ShortestFloat.MaxLength + 1)) + 2);
        try
        {
            int length = 0;
            text[length++] = (byte)'[';
            foreach (float number in numbers)
            {
                if (!float.IsFinite(number))
                {
                    throw new ArgumentException($"Expected numbers; found {number}.", nameof(numbers));
                }

                length += ShortestFloat.Write(number, text.AsSpan(length));
                text[length++] = (byte)',';
            }

            // In place of the last comma, where there is one.
            length = Math.Max(length, 2);
            text[length - 1] = (byte)']';
            writer.WriteRawValue(text.AsSpan(0, length), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}

/// <summary>Writes them.</summary>
internal sealed class VectorRowsConverter : JsonConverter<VectorRows>
{
    public override VectorRows Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Vectors are only written.");

    public override void Write(Utf8JsonWriter writer, VectorRows value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (float[] row in value.Rows)
        {
            VectorRows.Write(writer, row);
        }

        writer.WriteEndArray();
    }
}
