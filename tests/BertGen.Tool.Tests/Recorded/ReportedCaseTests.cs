using System.Text.Json;
using System.Text.Json.Nodes;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests.Recorded;

/// <summary>Inputs of public reports, by the names of their folders: ids and vectors of the library, or an error where it has none to give.</summary>
public sealed class ReportedCaseTests : IDisposable
{
    /// <summary>Tokenizers that are not supported: the error names the class.</summary>
    private const string Japanese = "BertJapaneseTokenizer";

    private readonly PipeFolder _pipe = new();

    public static TheoryData<string, int> Encoded => Calls("encode");

    public static TheoryData<string, int> Tokenized => Calls("tokenizer");

    public void Dispose() => _pipe.Dispose();

    [Theory]
    [MemberData(nameof(Encoded))]
    public async Task A_folder_embeds_as_the_library_does(string name, int index)
    {
        JsonElement call = Expectation(name).GetProperty("encode")[index];
        string folder = Prepare(name, call);
        if (call.TryGetProperty("expect_load_error", out _))
        {
            PipeRun refused = await _pipe.RunAsync([folder], """{"embed": ["a"]}""");
            Assert.True(refused.ExitCode != 0 || refused.Answers[0].TryGetProperty("error", out _), $"{name} must be refused");
            return;
        }

        var request = new JsonObject { ["embed"] = JsonNode.Parse(call.GetProperty("texts").GetRawText()), ["ids"] = true };
        if (call.TryGetProperty("method", out JsonElement method) && method.GetString() != "encode")
        {
            request["kind"] = method.GetString()!["encode_".Length..];
        }

        if (call.TryGetProperty("prompt", out JsonElement prompt))
        {
            request["prompt"] = prompt.GetString();
        }

        PipeRun run = await _pipe.RunAsync([folder], request.ToJsonString());
        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement answer = run.Answers[0];
        if (call.TryGetProperty("expect_error", out _))
        {
            Assert.True(answer.TryGetProperty("error", out _), $"{name}: the call must fail");
            return;
        }

        Assert.False(answer.TryGetProperty("error", out JsonElement error), $"{name}: {error}");
        Assert.Equal(call.GetProperty("input_ids").Ids(), answer.GetProperty("ids").Ids());
        Expected.AssertClose([.. Expected.Flatten(call.GetProperty("vectors_f64"))], [.. Expected.Flatten(call.GetProperty("vectors"))], answer.GetProperty("vectors"), name);
    }

    [Theory]
    [MemberData(nameof(Tokenized))]
    public async Task A_folder_spells_as_the_library_does(string name, int index)
    {
        JsonElement recorded = Expectation(name).GetProperty("tokenizer")[index];
        string folder = Prepare(name, recorded);
        if (recorded.TryGetProperty("expect_load_error", out _) || recorded.GetProperty("class").GetString() == Japanese)
        {
            JsonElement refused = (await _pipe.RunAsync([folder], """{"tokenize": ["a"]}""")).Answers[0];
            Assert.Contains(recorded.TryGetProperty("class", out _) ? Japanese : "added_tokens", refused.Error(), StringComparison.Ordinal);
            return;
        }

        if (!File.Exists(Path.Combine(folder, "vocab.txt")) && !File.Exists(Path.Combine(folder, "tokenizer.json")))
        {
            // The library loads it with the special tokens alone, and every word is [UNK].
            PipeRun refused = await _pipe.RunAsync([folder], """{"tokenize": ["a"]}""");
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("neither vocab.txt nor tokenizer.json", refused.Error, StringComparison.Ordinal);
            return;
        }

        if (recorded.GetProperty("class").GetString()!.EndsWith("Legacy", StringComparison.Ordinal))
        {
            return; // the rule of the original, which LoadIndexer keeps
        }

        JsonElement[] calls = [.. recorded.GetProperty("calls").EnumerateArray().Where(call => call.TryGetProperty("text", out _) || call.TryGetProperty("pair", out _))];
        PipeRun run = await _pipe.RunAsync(
            [folder], [.. calls.Select(call => $$"""{"tokenize": [{{(call.TryGetProperty("text", out JsonElement text) ? text : call.GetProperty("pair")).GetRawText()}}]}""")]);
        for (int i = 0; i < calls.Length; i++)
        {
            Assert.Equal(calls[i].GetProperty("input_ids").Numbers(), run.Answers[i].GetProperty("ids")[0].Numbers());
            if (calls[i].TryGetProperty("token_type_ids", out JsonElement types))
            {
                Assert.Equal(types.Numbers(), run.Answers[i].GetProperty("types")[0].Numbers());
            }
        }
    }

    [Fact]
    public async Task Case_01_a_width_that_is_not_the_model_s_is_a_warning()
    {
        string folder = Prepare("01-pooling-mode-as-text", JsonDocument.Parse("""{"folder": "model", "replace": {"1_Pooling/config.json": "variants/wrong-width.json"}}""").RootElement);
        Assert.Contains("BERT052", (await _pipe.RunAsync([folder], """{"embed": ["a"]}""")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_05_a_folder_without_a_vocabulary_is_refused()
    {
        string folder = Prepare("05-no-vocab-txt", JsonDocument.Parse("""{"folder": "model", "replace": {"tokenizer.json": null}}""").RootElement);
        PipeRun run = await _pipe.RunAsync([folder], """{"embed": ["a"]}""");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("neither vocab.txt nor tokenizer.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_14_and_23_warn_of_a_cased_and_of_a_short_vocabulary()
    {
        string cased = Prepare("14-cased-without-tokenizer-config", JsonDocument.Parse("""{"folder": "model"}""").RootElement);
        Assert.Contains("BERT100", (await _pipe.RunAsync([cased])).Error, StringComparison.Ordinal);
        string shorter = Prepare("23-vocabulary-shorter-than-the-table", JsonDocument.Parse("""{"folder": "model"}""").RootElement);
        Assert.Contains("vocab.txt has 9 pieces, but the model has 10 word embeddings", (await _pipe.RunAsync([shorter])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_16_a_type_of_the_first_versions_is_named()
    {
        string folder = Prepare("16-weights-in-a-folder-of-their-own", JsonDocument.Parse("""{"folder": "model"}""").RootElement);
        PipeRun run = await _pipe.RunAsync([folder], """{"embed": ["a"]}""");
        Assert.Contains("'sentence_transformers.models.BERT' cannot be compiled; that is a type of the first versions: write sentence_transformers.models.Transformer", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("03-default-prompt")]
    [InlineData("08-special-tokens-that-touch")]
    [InlineData("15-characters-newer-than-unicode-14")]
    [InlineData("28-adapter-example-loses-accents")]
    public async Task The_sample_model_gives_the_recorded_ids_and_cosines(string name)
    {
        foreach (JsonElement item in Expectation(name).GetProperty("wordnet_mini").EnumerateArray())
        {
            if (item.TryGetProperty("text", out JsonElement text))
            {
                JsonElement tokens = await _pipe.AskAsync(PipeFolder.WordNetMini, $$"""{"tokenize": [{{text.GetRawText()}}]}""");
                Assert.Equal(item.GetProperty("input_ids").Numbers(), tokens.GetProperty("ids")[0].Numbers());
                continue;
            }

            JsonElement answer = await _pipe.AskAsync(PipeFolder.WordNetMini, $$"""{"similarity": [[{{item.GetProperty("a").GetRawText()}}], [{{item.GetProperty("b").GetRawText()}}]]}""");
            Assert.Equal(item.GetProperty("cosine").GetDouble(), answer.GetProperty("similarity")[0][0].GetDouble(), 2e-6);
        }
    }

    private static TheoryData<string, int> Calls(string key)
    {
        var data = new TheoryData<string, int>();
        foreach (string folder in Directory.GetDirectories(RecordedSentences.CaseFolder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            if (File.Exists(Path.Combine(folder, "expected.json")) && Expectation(name).TryGetProperty(key, out JsonElement calls))
            {
                for (int i = 0; i < calls.GetArrayLength(); i++)
                {
                    data.Add(name, i);
                }
            }
        }

        return data;
    }

    private static JsonElement Expectation(string name) => RecordedSentences.ReadJson(Path.Combine(RecordedSentences.CaseFolder, name, "expected.json"));

    /// <summary>A copy of a folder with files laid over it: those of the case, JSON, or null for one that is left out.</summary>
    private string Prepare(string name, JsonElement call)
    {
        string root = Path.Combine(RecordedSentences.CaseFolder, name);
        string copy = _pipe.Copy(Path.Combine(root, call.GetProperty("folder").GetString()!), Path.GetRandomFileName());
        if (call.TryGetProperty("replace", out JsonElement replaced))
        {
            foreach (JsonProperty file in replaced.EnumerateObject())
            {
                string target = Path.Combine(copy, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (file.Value.ValueKind == JsonValueKind.Null)
                {
                    File.Delete(target);
                }
                else if (file.Value.ValueKind == JsonValueKind.String)
                {
                    File.Copy(Path.Combine(root, file.Value.GetString()!), target, overwrite: true);
                }
                else
                {
                    File.WriteAllText(target, file.Value.GetRawText());
                }
            }
        }

        return copy;
    }
}
