using System.Text.Json;
using BertGen.Parity.Compiling;
using Microsoft.CodeAnalysis;

namespace BertGen.Parity.Families;

/// <summary>Scores of pairs and ranks of documents, as sentence-transformers' CrossEncoder gives them.</summary>
public sealed class CrossEncoderTests
{
    private const double Tolerance = 2e-5;

    private static readonly string Root = Path.Combine(RepositoryFolder.Golden, "cross-encoders");

    private static readonly JsonElement Recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "cases.json"))).RootElement;

    private static readonly string[] Texts = [.. Recorded.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];

    public static TheoryData<BertTarget, string> Cases()
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (JsonElement recorded in Recorded.GetProperty("cases").EnumerateArray().Where(recorded => !MustNotCompile(recorded)))
        {
            foreach (BertTarget target in Targets.All)
            {
                rows.Add(target, recorded.GetProperty("name").GetString()!);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PairsHaveTheRecordedScoresAndRanks(BertTarget target, string name)
    {
        JsonElement recorded = Find(name);
        using IParityEmbedder embedder = Model(name, recorded, target).Load();
        var difference = new Difference(name);
        foreach (JsonElement call in recorded.GetProperty("calls").EnumerateArray())
        {
            string id = call.GetProperty("id").GetString()!;
            if (call.TryGetProperty("scores", out JsonElement scores))
            {
                int[][] pairs = [.. call.GetProperty("pairs").EnumerateArray().Select(Indices)];
                float[] found = Values(embedder.Score([.. pairs.Select(pair => Texts[pair[0]])], [.. pairs.Select(pair => Texts[pair[1]])]));
                difference.Add(Numbers(scores), found, id);
                continue;
            }

            JsonElement[] ranked = [.. call.GetProperty("ranked").EnumerateArray()];
            IReadOnlyList<RankedText> order = embedder.Rank(Text(call.GetProperty("query")), [.. Indices(call.GetProperty("documents")).Select(index => Texts[index])]);
            float[] expected = [.. ranked.Select(text => text[1].GetSingle())];
            difference.Add(expected, [.. order.Select(text => text.Score)], id);

            // Scores that are equal but for rounding may stand either way round.
            Assert.Equal(ranked.Length, order.Select(text => text.Index).Distinct().Count());
            foreach ((int document, float score) in ranked.Select((text, place) => (text[0].GetInt32(), expected[place])))
            {
                Assert.Equal(score, order.Single(text => text.Index == document).Score, Tolerance);
            }
        }

        Assert.True(difference.Vectors > 0);
        difference.AssertWithin(Tolerance);
    }

    [Theory]
    [InlineData("cross_activation_unknown_torch", "BERT042")]
    public async Task WhatScoresCannotDoIsAnError(string name, string id) =>
        Assert.Equal(id, Assert.Single(await EmbedderCompiler.FindingsAsync(Model(name, Find(name), BertTarget.Managed))).Id);

    /// <summary>Every case is a test of its own or must not compile.</summary>
    [Fact]
    public void NoCaseIsLeftOut()
    {
        string[] refused = [.. Recorded.GetProperty("cases").EnumerateArray().Where(MustNotCompile).Select(recorded => recorded.GetProperty("name").GetString()!)];
        Assert.Equal(["cross_activation_unknown_torch"], refused.Order(StringComparer.Ordinal));
    }

    private static bool MustNotCompile(JsonElement recorded) => recorded.GetProperty("expect_load_error").GetBoolean();

    private static ModelUnderTest Model(string name, JsonElement recorded, BertTarget target) => new(
        Path.Combine(Root, "folders", name), recorded.TryGetProperty("limit", out JsonElement limit) ? $"TopLayerOnly = true, MaxPieces = {limit}" : "TopLayerOnly = true", target);

    private static JsonElement Find(string name) =>
        Recorded.GetProperty("cases").EnumerateArray().Single(recorded => recorded.GetProperty("name").GetString() == name);

    private static string Text(JsonElement index) => Texts[index.GetInt32()];

    private static int[] Indices(JsonElement indices) => [.. indices.EnumerateArray().Select(index => index.GetInt32())];

    private static float[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetSingle())];

    private static float[] Values(System.Numerics.Tensors.Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
