using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BertGen.RealModels.Tests;

/// <summary>What the published model makes of every recorded text; see <c>tests/golden/real/README.md</c>.</summary>
internal sealed class RecordedVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "recorded");

    /// <param name="model">The last part of the model's name.</param>
    public RecordedVectors(string model)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{model}.json")));
        JsonElement root = document.RootElement;
        Limit = root.GetProperty("limit").GetInt32();
        Pooling = root.GetProperty("pooling").GetString()!;
        Ids = [.. root.GetProperty("ids").EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        Vectors = [.. Unpack(Path.Combine(Folder, $"{model}.vectors.gz")).Chunk(root.GetProperty("width").GetInt32())];
        Assert.Equal((Texts.Length, Texts.Length), (Ids.Length, Vectors.Length));
    }

    public static string[] Texts { get; } = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(Folder, "texts.json")))!;

    /// <summary>Most pieces of a text, special ones included.</summary>
    public int Limit { get; }

    /// <summary><c>mean</c> or <c>cls</c>; vectors have length 1.</summary>
    public string Pooling { get; }

    /// <summary>The ids of each text, special ones included, cut to the limit.</summary>
    public int[][] Ids { get; }

    /// <summary>The sentence vector of each text.</summary>
    public float[][] Vectors { get; }

    private static float[] Unpack(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).ToArray();
    }
}
