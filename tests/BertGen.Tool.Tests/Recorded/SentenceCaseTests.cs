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
        ["layout_other_model_type"] = "BERT094",
        ["layout_modules_duplicate_name"] = "BERT093",
        ["weighted_layer_pooling"] = "BERT053",
        ["form_empty_list"] = "BERT050",
    };

    /// <summary>A head that is a list of modules, and one that "architectures" does not name.</summary>
    private static readonly string[] HeadsOfAnotherKind = ["cross_pooling_dense", "cross_no_head_architecture"];

    public static TheoryData<string> Compiled => [.. Names(IsCompiled)];

    public static TheoryData<string> Others => [.. Names(item => !IsCompiled(item))];

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
            .. recorded.GetProperty("calls").EnumerateArray().Select(call => (call, RecordedCalls.RequestOf(call, padsLeft)!)).Where(pair => pair.Item2 is not null),
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

    /// <summary>The index has more than is compiled: what other classes and families compute is listed, each with what brings it.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void What_is_not_compiled_yet_is_known(string name)
    {
        JsonElement item = ItemOf(name);
        string reason = ClassOf(item) switch
        {
            "CrossEncoder" => HeadsOfAnotherKind.Contains(name) ? "heads of another kind" : "",
            "SparseEncoder" => "sparse vectors",
            "MultiVectorEncoder" => "a vector for each piece and their comparison",
            _ => "",
        };
        Assert.NotEqual("", reason);
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

        if ((tensors.Find(id + ".output_f64") ?? tensors.Find(id + ".output")) is { } expected)
        {
            string member = new[] { "vectors", "tokens", "similarity", "scores" }.First(key => answer.TryGetProperty(key, out _));
            Expected.AssertClose(expected, tensors.Find(id + ".output"), answer.GetProperty(member), place);
        }
    }

    private static IEnumerable<string> Names(Func<JsonElement, bool> isWanted) => RecordedSentences.Index.Where(isWanted).Select(item => item.GetProperty("name").GetString()!);

    private static bool IsCompiled(JsonElement item) => ClassOf(item) switch
    {
        "SentenceTransformer" => true,
        "CrossEncoder" => !HeadsOfAnotherKind.Contains(item.GetProperty("name").GetString()),
        _ => false,
    };

    private static JsonElement ItemOf(string name) => RecordedSentences.Index.Single(item => item.GetProperty("name").GetString() == name);

    private static string ClassOf(JsonElement item) => item.GetProperty("class").GetString()!;
}
