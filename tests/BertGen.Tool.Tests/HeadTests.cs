using System.Text.Json;
using BertGen.Tool.Tests.Harness;
using BertGen.Tool.Tests.Recorded;

namespace BertGen.Tool.Tests;

/// <summary>Requests of heads that no recorded case asks: spans of texts, and heads that an option asks for or leaves out.</summary>
public sealed class HeadTests : IDisposable
{
    private readonly PipeFolder _pipe = new();

    public void Dispose() => _pipe.Dispose();

    [Fact]
    public async Task Pieces_of_texts_are_classified_with_their_places()
    {
        string folder = Classifier("BertForTokenClassification");
        PipeRun run = await _pipe.RunAsync(
            [folder],
            """{"classifyTokens": ["the cat sat", ""]}""",
            """{"classifyTokens": ["the cat sat"], "aggregation": "none"}""",
            """{"classifyTokens": ["the cat sat"], "aggregation": "every"}""",
            """{"tokenize": ["the cat sat", ""]}""",
            """{"classify": ["the cat sat"]}""");
        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement pieces = run.Answers[0];
        Assert.Equal(run.Answers[3].GetProperty("offsets").GetRawText(), pieces.GetProperty("offsets").GetRawText());
        JsonElement[] logits = [.. pieces.GetProperty("logits")[0].EnumerateArray()];
        Assert.Equal(run.Answers[3].GetProperty("ids")[0].GetArrayLength(), logits.Length);
        Assert.All(logits, row => Assert.Equal(3, row.GetArrayLength()));
        Assert.Equal(2, pieces.GetProperty("logits")[1].GetArrayLength());

        // Without aggregation every piece but the special ones is a span, with the softmax of its logits.
        JsonElement[] spans = [.. run.Answers[1].GetProperty("spans")[0].EnumerateArray()];
        Assert.Equal(logits.Length - 2, spans.Length);
        double[] first = [.. logits[1].EnumerateArray().Select(value => Math.Exp(value.GetDouble()))];
        Assert.Equal(first.Max() / first.Sum(), spans[0].GetProperty("score").GetDouble(), 1e-6);
        Assert.Equal($"LABEL_{Array.IndexOf(first, first.Max())}", spans[0].GetProperty("label").GetString());
        Assert.Contains("simple", run.Answers[2].Error(), StringComparison.Ordinal);
        Assert.Equal("BERT902", run.Answers[4].GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_option_leaves_a_head_out_or_asks_for_another()
    {
        string folder = Classifier("BertModel");
        PipeRun without = await _pipe.RunAsync([folder, "--head", "none"], """{"score": [["a", "b"]]}""");
        Assert.Equal("BERT902", without.Answers[0].GetProperty("code").GetString());

        // The weights are those of a classifier of three labels, and a folder that names none has one.
        PipeRun other = await _pipe.RunAsync([folder], """{"score": [["a", "b"]]}""");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("'classifier.weight' must have shape [1, ", other.Error, StringComparison.Ordinal);
        PipeRun missing = await _pipe.RunAsync([folder, "--head", "masked-language"], """{"sparse": ["a"]}""");
        Assert.Contains("cls.predictions.transform.dense.weight", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sparse_vectors_keep_as_many_entries_as_asked()
    {
        string folder = Path.Combine(RecordedSentences.Folder, "folders", "sparse_max_relu");
        PipeRun run = await _pipe.RunAsync([folder], """{"sparse": ["the cat sat"], "maxActive": 3}""", """{"sparse": ["the cat sat"], "maxActive": 0}""", """{"sparse": ["the cat sat"]}""");
        double[] all = [.. run.Answers[2].GetProperty("sparse")[0].EnumerateArray().Select(entry => entry[1].GetDouble()).OrderDescending()];
        Assert.Equal(all[..3], run.Answers[0].GetProperty("sparse")[0].EnumerateArray().Select(entry => entry[1].GetDouble()).OrderDescending());
        Assert.True(run.Answers[1].TryGetProperty("error", out _));
    }

    /// <summary>A recorded classifier of three labels under another class.</summary>
    private string Classifier(string name)
    {
        string folder = _pipe.Copy(Path.Combine(RecordedSentences.Folder, "folders", "cross_plain_bert_3"), Path.GetRandomFileName());
        string config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("BertForSequenceClassification", name, StringComparison.Ordinal));
        return folder;
    }
}
