using System.Text.Json;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>The small model under <c>golden/loading</c> and what the original implementation returned for it.</summary>
internal sealed class RecordedModel
{
    private readonly JsonElement _record;

    public RecordedModel()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Recordings, "output.json")));
        _record = document.RootElement.Clone();
    }

    public string Folder => Path.Combine(Recordings, _record.GetProperty("model").GetString()!);

    public int[] InputIds => [.. Rows(_record.GetProperty("input_ids")).Select(id => id.GetInt32())];

    /// <summary>A vector for each id, one after the other; zero at padding, where the original returns meaningless numbers.</summary>
    public float[] Output =>
    [
        .. Rows(_record.GetProperty("output")).Zip(InputIds).SelectMany(piece =>
            piece.First.EnumerateArray().Select(value => piece.Second == 0 ? 0f : value.GetSingle())),
    ];

    private static string Recordings => Path.Combine(TestBuild.Repository, "tests", "golden", "loading");

    private static IEnumerable<JsonElement> Rows(JsonElement rows) => rows.EnumerateArray().SelectMany(row => row.EnumerateArray());
}
