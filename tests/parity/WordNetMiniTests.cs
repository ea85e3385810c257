using System.Text.Json;
using BertGen.Parity.Compiling;
using BertGen.Parity.Golden;
using Xunit.Abstractions;

namespace BertGen.Parity;

/// <summary>The trained sample model against the numbers recorded beside it.</summary>
public sealed class WordNetMiniTests(ITestOutputHelper output)
{
    private static readonly ModelConfig Config = ModelConfig.Read(RepositoryFolder.WordNetMini);

    private static readonly JsonElement[] Items = ReadItems();

    public static TheoryData<BertTarget> AllTargets => [.. Targets.All];

    public static TheoryData<BertTarget, int> Layers
    {
        get
        {
            var rows = new TheoryData<BertTarget, int>();
            foreach (BertTarget target in Targets.All)
            {
                foreach (int layer in Enumerable.Range(0, Config.LayerCount))
                {
                    rows.Add(target, layer);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(AllTargets))]
    public void SentenceVectorsEqualTheRecordedOnes(BertTarget target)
    {
        using IParityEmbedder embedder = new ModelUnderTest(RepositoryFolder.WordNetMini, "TopLayerOnly = true", target).Load();
        float[][] found = [.. embedder.Embed([.. Items.Select(Text)]).Values().Chunk(Config.HiddenSize)];
        var difference = new Difference("sentence vectors");
        for (int i = 0; i < Items.Length; i++)
        {
            difference.Add(Floats(Items[i].GetProperty("embedding_f32")), found[i], $"item {i}");
        }

        output.WriteLine(difference.ToString());
        Assert.Equal(Items.Length, found.Length);
        difference.AssertWithin(2e-6);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void HiddenStatesEqualTheRecordedOnes(BertTarget target, int layer)
    {
        // A mix in which one layer has all the weight is that layer.
        string weights = string.Join(", ", Enumerable.Range(0, Config.LayerCount).Select(k => k == layer ? "0" : "double.NegativeInfinity"));
        using IParityEmbedder embedder = new ModelUnderTest(RepositoryFolder.WordNetMini, $"ScalarMixParameters = [{weights}]", target).Load();
        var difference = new Difference($"hidden states of layer {layer}");
        foreach (JsonElement item in Items.Where(item => item.TryGetProperty("hidden_states_f32", out _)))
        {
            int[] ids = [.. item.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32())];

            // The first recorded state is that of the embeddings.
            JsonElement states = item.GetProperty("hidden_states_f32")[layer + 1];
            float[] found = embedder.Forward(new IntTensor(ids, [1, ids.Length]).Span).Values();
            difference.Add([.. states.EnumerateArray().SelectMany(Floats)], found, Text(item));
        }

        output.WriteLine(difference.ToString());
        Assert.True(difference.Vectors > 0);
        difference.AssertWithin(1e-5);
    }

    private static string Text(JsonElement item) => item.GetProperty("text").GetString()!;

    private static float[] Floats(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement[] ReadItems()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFolder.WordNetMini, "reference", "expected.json")));
        return [.. document.RootElement.Clone().GetProperty("items").EnumerateArray()];
    }
}
