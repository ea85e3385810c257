using System.Text.Json;
using BertGen.Common.Files;

namespace BertGen.Checkpoints;

/// <summary>Parses the index of a sharded checkpoint: which file holds which tensor.</summary>
internal static class ShardIndex
{
    private const int MaxLength = FileLimits.Header;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <inheritdoc cref="Read(string, OpenFile)"/>
    public static Dictionary<string, string> Read(string path)
    {
        using OpenFile file = OpenFile.Open(path);
        return Read(path, file);
    }

    /// <returns>The file name of the shard of every tensor.</returns>
    /// <exception cref="CheckpointException">The index cannot be read, or names a file outside its folder.</exception>
    public static Dictionary<string, string> Read(string path, OpenFile file)
    {
        if (file.Length > MaxLength)
        {
            throw new CheckpointException(path, $"expected an index of at most {MaxLength} bytes, found {file.Length}.");
        }

        ReadOnlySpan<byte> text = file.Read(0, (int)file.Length);
        if (LfsPointer.Is(text))
        {
            throw new CheckpointException(path, $"expected an index of shards, {LfsPointer.Found}");
        }

        if (text.StartsWith(ByteOrderMark))
        {
            text = text[ByteOrderMark.Length..];
        }

        try
        {
            return Parse(text, path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(path, $"the index is not valid JSON: {e.Message}", e);
        }
    }

    private static Dictionary<string, string> Parse(ReadOnlySpan<byte> text, string path)
    {
        var json = new Utf8JsonReader(text);
        Dictionary<string, string>? shards = null;
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isMap = json.ValueTextEquals("weight_map"u8);
                json.Read();
                if (!isMap)
                {
                    json.Skip();
                    continue;
                }

                shards = shards is null
                    ? ParseMap(ref json, path)
                    : throw new CheckpointException(path, "expected 'weight_map' once, found it twice.");
            }
        }

        json.Read(); // Complains about anything but space behind the object.
        return shards ?? throw new CheckpointException(path, "expected an object with 'weight_map', found none." + (path.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase) ? "" : " This is no index of weights: name the model folder, or the file with its weights."));
    }

    private static Dictionary<string, string> ParseMap(ref Utf8JsonReader json, string path)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new CheckpointException(path, $"expected 'weight_map' to be an object, found {json.TokenType}.");
        }

        var shards = new Dictionary<string, string>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string tensor = json.GetString()!;
            json.Read();
            string? shard = json.TokenType == JsonTokenType.String ? json.GetString() : null;
            if (shard is null || !IsPlainFileName(shard))
            {
                throw new CheckpointException(path, tensor, $"{tensor}: expected the name of a file in the index's folder, found {(shard is null ? json.TokenType : $"'{shard}'")}.");
            }

            if (!shards.TryAdd(tensor, shard))
            {
                throw new CheckpointException(path, tensor, $"{tensor}: expected every name once, found it twice.");
            }
        }

        return shards;
    }

    // Stricter than the machine's own rules, so that an index means the same everywhere.
    private static bool IsPlainFileName(string name) =>
        name is not ("" or "." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0;
}
