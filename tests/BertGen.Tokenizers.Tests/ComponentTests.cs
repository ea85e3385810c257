using System.Text.Json;
using System.Text.Json.Nodes;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Loading;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.PreTokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>Single normalizers and pre-tokenizers, against what they made of each recorded text.</summary>
public sealed class ComponentTests
{
    private static readonly JsonElement Components = Recorded.ReadJson("components.json");
    private static readonly string[] Texts = [.. Components.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];

    public static TheoryData<int> Normalizers => [.. Enumerable.Range(0, Components.GetProperty("normalizers").GetArrayLength())];

    public static TheoryData<int> PreTokenizers => [.. Enumerable.Range(0, Components.GetProperty("pre_tokenizers").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Normalizers))]
    public void Normalizer_RewritesAsRecorded(int index)
    {
        JsonElement recorded = Components.GetProperty("normalizers")[index];
        Normalizer normalizer = NormalizerReader.Read(PartOf(recorded.GetProperty("component")));
        using var stretch = new NormalizedStretch();
        for (int i = 0; i < Texts.Length; i++)
        {
            stretch.Load(Texts[i], 0);
            normalizer.Apply(stretch);
            Assert.Equal((i, recorded.GetProperty("out")[i].GetString()), (i, stretch.Chars.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(PreTokenizers))]
    public void PreTokenizer_CutsAsRecorded(int index)
    {
        JsonElement recorded = Components.GetProperty("pre_tokenizers")[index];
        PreTokenizer preTokenizer = PreTokenizerReader.Read(PartOf(recorded.GetProperty("component")));
        int every = recorded.GetProperty("every").GetInt32();
        using var text = new SplitText();
        int output = 0;
        for (int i = 0; i < Texts.Length; i += every)
        {
            text.Clear();
            text.Text.AppendOriginal(Texts[i], 0);
            text.Add(new Split(0, Texts[i].Length, -1));
            preTokenizer.Apply(text);
            Assert.Equal((i, Write(recorded.GetProperty("out")[output++])), (i, Write(text, Texts[i])));
        }
    }

    private static string Write(JsonElement pieces) => string.Join('\n', pieces.EnumerateArray().Select(item => item.ToString()));

    private static string Write(SplitText text, string original)
    {
        var lines = new List<string>();
        foreach (Split split in text.Splits)
        {
            lines.Add(text.Text.Chars[split.Start..split.End].ToString());
            lines.Add($"{CodePointsBefore(original, text.Text.Sources[split.Start].Start)}");
            lines.Add($"{CodePointsBefore(original, text.Text.Sources[split.End - 1].End)}");
        }

        return string.Join('\n', lines);
    }

    private static int CodePointsBefore(string text, int end) => text[..end].EnumerateRunes().Count();

    /// <summary>A component; a character map stands in the folder that its text names.</summary>
    private static JsonPart PartOf(JsonElement component)
    {
        const string MapStart = "the charsmap of ";
        JsonNode node = JsonNode.Parse(component.GetRawText())!;
        if (node["precompiled_charsmap"]?.GetValue<string>() is { } reference)
        {
            JsonElement normalizer = Recorded.ReadJson(reference[MapStart.Length..]).GetProperty("normalizer");
            node = JsonNode.Parse(normalizer.GetRawText())!;
        }

        return new JsonPart(JsonDocument.Parse(node.ToJsonString()).RootElement, "components.json", "$");
    }
}
