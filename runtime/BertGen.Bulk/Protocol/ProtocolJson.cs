using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BertGen.Bulk.Protocol;

/// <summary>The JSON of the files of a run. The same values give the same bytes, on every machine.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RunFile))]
[JsonSerializable(typeof(ShardRecord))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    // Made late: the other part of the class is not there before.
    private static readonly Lazy<JsonSerializerOptions> Relaxed = new(RelaxedOptions);

    /// <summary>The bytes of a value, with a line end behind them.</summary>
    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(value, (JsonTypeInfo<T>)Relaxed.Value.GetTypeInfo(type.Type)), (byte)'\n'];

    /// <summary>Reads a value.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="type">What it should hold.</param>
    /// <exception cref="BulkException">It does not.</exception>
    public static T Read<T>(byte[] bytes, string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new BulkException($"{path}: expected an object, found null.");
        }
        catch (JsonException e)
        {
            throw new BulkException($"{path}: the file is damaged: {e.Message}", e);
        }
    }

    private static JsonSerializerOptions RelaxedOptions() => new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
