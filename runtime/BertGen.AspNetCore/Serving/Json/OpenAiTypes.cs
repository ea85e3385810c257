using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>A request of <c>/v1/embeddings</c>.</summary>
internal sealed record EmbeddingsRequest
{
    [JsonPropertyName("input")]
    [JsonRequired]
    public TextInputs Input { get; init; } = null!;

    [JsonPropertyName("model")]
    public string? Model { get; init; }

    [JsonPropertyName("encoding_format")]
    public string? EncodingFormat { get; init; }

    [JsonPropertyName("dimensions")]
    public int? Dimensions { get; init; }

    [JsonPropertyName("user")]
    public string? User { get; init; }

    /// <summary>What the texts are: <c>query</c> or <c>document</c>, by the words that servers have for them.</summary>
    [JsonPropertyName("input_type")]
    public string? InputType { get; init; }

    [JsonPropertyName("prompt_name")]
    public string? PromptName { get; init; }

    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }
}

/// <summary>Its answer.</summary>
internal sealed record EmbeddingsResponse(
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("data")] IReadOnlyList<EmbeddingData> Data,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("usage")] Usage Usage) : ISizedAnswer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public long NumberCount => Data.Sum(data => (long)data.Embedding.Values.Length);
}

/// <summary>The vector of a text.</summary>
internal sealed record EmbeddingData(
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("embedding")] EmbeddingValues Embedding,
    [property: JsonPropertyName("index")] int Index);

/// <summary>How many pieces were computed.</summary>
internal sealed record Usage(
    [property: JsonPropertyName("prompt_tokens")] long PromptTokens,
    [property: JsonPropertyName("total_tokens")] long TotalTokens);

/// <summary>The values of a vector, as numbers or as the base64 of their bytes, little-endian.</summary>
/// <param name="Values">The values.</param>
/// <param name="IsBase64">Whether they are written as base64.</param>
[JsonConverter(typeof(EmbeddingValuesConverter))]
internal sealed record EmbeddingValues(float[] Values, bool IsBase64);

/// <summary>Writes them.</summary>
internal sealed class EmbeddingValuesConverter : JsonConverter<EmbeddingValues>
{
    public override EmbeddingValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Vectors are only written.");

    public override void Write(Utf8JsonWriter writer, EmbeddingValues value, JsonSerializerOptions options)
    {
        if (value.IsBase64)
        {
            writer.WriteBase64StringValue(LittleEndian(value.Values));
            return;
        }

        VectorRows.Write(writer, value.Values);
    }

    private static ReadOnlySpan<byte> LittleEndian(float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes<float>(values);
        }

        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }
}

/// <summary>The models of <c>/v1/models</c>.</summary>
internal sealed record ModelList(
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("data")] IReadOnlyList<ModelData> Data);

/// <summary>One of them.</summary>
internal sealed record ModelData(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("object")] string Object,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("owned_by")] string OwnedBy);
