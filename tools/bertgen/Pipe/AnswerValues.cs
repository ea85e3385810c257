using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using BertGen.Engine.Batches;

namespace BertGen.Tool.Pipe;

/// <summary>Writes numbers so that reading them back gives the same bits.</summary>
internal static class AnswerValues
{
    /// <summary>A number in its shortest form. JSON has no numbers for NaN and the infinities: they are the texts "NaN", "Infinity" and "-Infinity".</summary>
    public static void WriteFloat(this Utf8JsonWriter answer, float value)
    {
        if (float.IsFinite(value))
        {
            answer.WriteNumberValue(value);
        }
        else
        {
            answer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Numbers as an array.</summary>
    public static void WriteFloats(this Utf8JsonWriter answer, ReadOnlySpan<float> values)
    {
        answer.WriteStartArray();
        foreach (float value in values)
        {
            answer.WriteFloat(value);
        }

        answer.WriteEndArray();
    }

    /// <summary>Rows as an array of arrays.</summary>
    public static void WriteRows(this Utf8JsonWriter answer, string name, Tensor<float> rows)
    {
        answer.WritePropertyName(name);
        answer.WriteRows(rows);
    }

    /// <summary>Rows as an array of arrays, an item of another.</summary>
    public static void WriteRows(this Utf8JsonWriter answer, Tensor<float> rows)
    {
        float[] values = rows.ToArray();
        answer.WriteStartArray();
        int width = (int)rows.Lengths[1];
        for (int row = 0; row < rows.Lengths[0]; row++)
        {
            answer.WriteFloats(values.AsSpan(row * width, width));
        }

        answer.WriteEndArray();
    }

    /// <summary>Rows of ids as an array of arrays.</summary>
    public static void WriteIds(this Utf8JsonWriter answer, string name, int[][] rows)
    {
        answer.WriteStartArray(name);
        foreach (int[] row in rows)
        {
            answer.WriteStartArray();
            foreach (int id in row)
            {
                answer.WriteNumberValue(id);
            }

            answer.WriteEndArray();
        }

        answer.WriteEndArray();
    }

    /// <summary>Texts as an array.</summary>
    public static void WriteTexts(this Utf8JsonWriter answer, string name, IEnumerable<string> texts)
    {
        answer.WriteStartArray(name);
        foreach (string text in texts)
        {
            answer.WriteStringValue(text);
        }

        answer.WriteEndArray();
    }

    /// <summary>JSON with every character beside ASCII as its number; those stand in texts alone.</summary>
    public static string ToAscii(string json) =>
        Ascii.IsValid(json) ? json : string.Concat(json.Select(c => char.IsAscii(c) ? c.ToString() : $"\\u{(int)c:x4}"));

    /// <summary>The values, last axis fastest.</summary>
    public static T[] ToArray<T>(this Tensor<T> tensor)
        where T : unmanaged
        => DenseValues.Copy<T>(tensor);
}
