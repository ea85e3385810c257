using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Embedding;

namespace BertGen.Tool.Mapping;

/// <summary>Reads texts and vectors, a JSON object a line, as <c>bertgen embed</c> writes them; other members do not matter.</summary>
internal static class VectorLines
{
    /// <summary>What a page can show and a browser can draw while somebody moves it.</summary>
    public const int Most = 200_000;

    // Squares of such numbers still add up to a number.
    private const float Largest = 1e15f;

    /// <param name="file">The file; null for the standard input.</param>
    /// <param name="terminal">The streams of the program.</param>
    /// <exception cref="UserException">A line is no such object, or has another number of values; or there is none, or there are too many.</exception>
    public static TextEmbeddings Read(string? file, Terminal terminal)
    {
        string name = file ?? "standard input";
        var texts = new List<string>();
        var values = new List<float>();
        int width = 0, line = 0;
        foreach (string json in TextLines.Read(file is null ? [] : [file], terminal))
        {
            line++;
            if (string.IsNullOrWhiteSpace(json))
            {
                continue;
            }

            int before = values.Count;
            texts.Add(ReadLine(json, values, $"{name}, line {line}"));
            width = texts.Count == 1 ? values.Count : width;
            if (values.Count - before != width)
            {
                throw new UserException($"{name}, line {line}: expected {width} values as in the first line, found {values.Count - before}.");
            }

            if (texts.Count > Most)
            {
                throw new UserException($"{name}: expected at most {NumberText.Grouped(Most)} texts, which is what a page can show; found more. Take some of them: shuf -n {Most} {file}");
            }
        }

        return texts.Count > 0
            ? new TextEmbeddings(Tensor.Create(values.ToArray(), [texts.Count, width]), texts)
            : throw new UserException($"{name}: expected lines with text and vector, found none.");
    }

    private static string ReadLine(string json, List<float> values, string place)
    {
        try
        {
            using JsonDocument line = JsonDocument.Parse(json);
            if (line.RootElement.ValueKind == JsonValueKind.Object
                && line.RootElement.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String
                && line.RootElement.TryGetProperty("vector", out JsonElement vector) && vector.ValueKind == JsonValueKind.Array && vector.GetArrayLength() > 0)
            {
                foreach (JsonElement value in vector.EnumerateArray())
                {
                    values.Add(value.ValueKind == JsonValueKind.Number && MathF.Abs(value.GetSingle()) <= Largest
                        ? value.GetSingle()
                        : throw new UserException($"{place}: expected numbers in the vector, up to {Largest:g}, found {value.GetRawText()}."));
                }

                return text.GetString()!;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserException($"{place}: expected a JSON object in Unicode, found something else: {e.Message}", e);
        }

        throw new UserException($"{place}: expected an object with text and vector, as bertgen embed writes it; found another one.");
    }
}
