using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests.Recorded;

/// <summary>Folders of sentence-transformers give its ids and its vectors, or an error where it has none to give.</summary>
public sealed class SentenceCaseTests : IDisposable
{
    private readonly PipeFolder _pipe = new();

    /// <summary>Cases that are refused here, where the library goes on in silence with something else than the folder says.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["dense_form_activation_foreign"] = "BERT091",
        ["layout_other_model_type"] = "BERT053",
        ["layout_modules_duplicate_name"] = "BERT093",
        ["weighted_layer_pooling"] = "BERT053",
        ["form_empty_list"] = "BERT050",
    };

    public static TheoryData<string> Compiled => [.. RecordedSentences.Index.Select(item => item.GetProperty("name").GetString()!)];

    public void Dispose() => _pipe.Dispose();

    [Theory]
    [MemberData(nameof(Compiled))]
    public async Task A_folder_embeds_as_the_library_does(string name)
    {
        JsonElement recorded = RecordedSentences.ReadJson(Path.Combine(RecordedSentences.Folder, "cases", name + ".json"));
        string folder = Path.Combine(RecordedSentences.Folder, recorded.TryGetProperty("folder", out JsonElement own) ? own.GetString()! : ItemOf(name).GetProperty("folder").GetString()!);
        if (recorded.TryGetProperty("expect_load_error", out _) || Refused.ContainsKey(name))
        {
            PipeRun refused = await _pipe.RunAsync([folder], ClassOf(ItemOf(name)) == "CrossEncoder" ? """{"score": [["a", "b"]]}""" : """{"embed": ["a"]}""");
            Assert.True(refused.ExitCode != 0 || refused.Answers[0].TryGetProperty("error", out _), $"{name} must be refused");
            Assert.Contains(Refused.GetValueOrDefault(name, ""), refused.Error, StringComparison.Ordinal);
            return;
        }

        bool padsLeft = recorded.GetProperty("loaded").TryGetProperty("padding_side", out JsonElement side) && side.GetString() == "left";
        (JsonElement Call, string Request)[] calls =
        [
            .. recorded.GetProperty("calls").EnumerateArray().Select(call => (call, RecordedCalls.RequestOf(call, padsLeft, ClassOf(ItemOf(name)))!)).Where(pair => pair.Item2 is not null),
        ];
        PipeRun run = await _pipe.RunAsync([folder], [.. calls.Select(pair => pair.Request)]);
        Assert.True(run.ExitCode == 0, run.Error);
        var tensors = new RecordedTensors(Path.Combine(RecordedSentences.Folder, "cases", name + ".safetensors"));
        Assert.Equal(calls.Length, run.Answers.Length);
        for (int i = 0; i < calls.Length; i++)
        {
            AssertAnswer(calls[i].Call, run.Answers[i], tensors, name);
        }
    }

    private static void AssertAnswer(JsonElement call, JsonElement answer, RecordedTensors tensors, string name)
    {
        string id = call.GetProperty("id").GetString()!;
        string place = $"{name}/{id}";
        if (call.TryGetProperty("expect_error", out _))
        {
            Assert.True(answer.TryGetProperty("error", out _), $"{place} must fail");
            return;
        }

        Assert.False(answer.TryGetProperty("error", out JsonElement error), $"{place}: {error}");
        if (call.TryGetProperty("input_ids", out JsonElement ids) && answer.TryGetProperty("ids", out JsonElement found))
        {
            Assert.Equal(ids.Ids(), found.Ids());
        }

        if (answer.TryGetProperty("sparse", out JsonElement sparse))
        {
            AssertSparse(tensors, id, sparse, place);
        }
        else if ((tensors.Find(id + ".output_f64") ?? tensors.Find(id + ".output")) is { } expected)
        {
            string member = new[] { "vectors", "tokens", "similarity", "scores" }.First(key => answer.TryGetProperty(key, out _));
            Expected.AssertClose(expected, tensors.Find(id + ".output"), answer.GetProperty(member), place);
        }
    }

    // Entries that are almost zero may be there on one side alone.
    private static void AssertSparse(RecordedTensors tensors, string id, JsonElement answer, string place)
    {
        double[] rows = tensors.Find(id + ".rows_f64")!, columns = tensors.Find(id + ".columns_f64")!, values = tensors.Find(id + ".values_f64")!;
        var expected = rows.Select((row, i) => ((int)row, (int)columns[i], values[i])).ToDictionary(entry => (entry.Item1, entry.Item2), entry => entry.Item3);
        var found = answer.EnumerateArray().SelectMany((vector, row) => vector.EnumerateArray().Select(entry => (row, Index: entry[0].GetInt32(), Value: entry[1].GetDouble())))
            .ToDictionary(entry => (entry.row, entry.Index), entry => entry.Value);
        double tolerance = Math.Max(1e-5, 1e-5 * values.DefaultIfEmpty(0).Max());
        Assert.All(expected.Keys.Union(found.Keys), key => Assert.True(
            Math.Abs(expected.GetValueOrDefault(key) - found.GetValueOrDefault(key)) <= tolerance,
            $"{place}: entry {key.Item2} of text {key.Item1} is {found.GetValueOrDefault(key):R}, expected {expected.GetValueOrDefault(key):R}"));
    }

    private static JsonElement ItemOf(string name) => RecordedSentences.Index.Single(item => item.GetProperty("name").GetString() == name);

    private static string ClassOf(JsonElement item) => item.GetProperty("class").GetString()!;
}
