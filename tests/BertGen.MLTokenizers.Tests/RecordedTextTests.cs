using System.Text.Json;
using BertGen.MLTokenizers;
using Microsoft.ML.Tokenizers;
using Xunit.Abstractions;

namespace BertGen.Tests.MLTokenizers;

/// <summary>On which of the recorded texts the other tokenizer gives other ids than the original.</summary>
public sealed class RecordedTextTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "tokenizer");

    [Fact]
    public void TheDocumentListsTheTextsThatDiffer()
    {
        string document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "ml-tokenizers.md"));
        string[] differing = [.. Differing("uncased").Concat(Differing("cased"))];
        string rows = string.Join('\n', differing);
        output.WriteLine(rows);
        Assert.NotEmpty(differing);
        Assert.Contains(rows + "\n", document, StringComparison.Ordinal);
    }

    /// <summary>A line of the document for each text.</summary>
    private static IEnumerable<string> Differing(string vocabulary)
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "text-cases.json")));
        foreach (JsonElement item in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            JsonElement recorded = item.GetProperty("pieces").GetProperty(vocabulary);
            bool lower = recorded.GetProperty("do_lower_case").GetBoolean();
            BertTokenizer tokenizer = BertTokenizer.Create(
                Path.Combine(Folder, $"vocab-{vocabulary}.txt"),
                new BertOptions { LowerCaseBeforeTokenization = lower, RemoveNonSpacingMarks = lower });
            int[] expected = [.. recorded.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            int[] found = [.. TokenizerIndexing.Words(tokenizer, item.GetProperty("text").GetString()!).SelectMany(word => word)];
            if (!expected.SequenceEqual(found))
            {
                yield return $"| {vocabulary} | `{item.GetProperty("name").GetString()}` | {expected.Length} | {found.Length} |";
            }
        }
    }
}
