using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Tests.Recorded;
using BertGen.Vectors;

namespace BertGen.Parity.Sentence;

/// <summary>Every recorded call of sentence-transformers gives its ids and its vectors on the target that the tests of the tool have not.</summary>
public sealed class SentenceTargetTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<BertTarget, string> Cases()
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (BertTarget target in Targets.All.TakeLast(1)) // the tests of the tool ask the managed one
        {
            foreach (SentenceCase recorded in SentenceCase.All.Where(recorded => CompiledSentences.Has(target, recorded)))
            {
                rows.Add(target, recorded.Name);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Calls_give_what_the_library_gives(BertTarget target, string name)
    {
        SentenceCase recorded = SentenceCase.Find(name);
        RecordedTensors tensors = recorded.Tensors;
        using ISentenceModel model = CompiledSentences.Load(target, recorded);
        foreach (JsonElement call in recorded.Calls)
        {
            string id = call.GetProperty("id").GetString()!;
            if (call.TryGetProperty("expect_error", out _))
            {
                // A precision or a prompt that a folder does not have has no name here, and a class without one label has no ranks.
                if (SentenceCase.Argument(call, "precision") is null && SentenceCase.Argument(call, "prompt_name") is null && call.GetProperty("method").GetString() is not ("quantize_embeddings" or "rank"))
                {
                    Assert.ThrowsAny<Exception>(() => Answer(model, call));
                }

                continue;
            }

            if (Answer(model, call) is { } found)
            {
                bool isRounded = SentenceCase.Argument(call, "precision") is not null;
                double[]? single = tensors.Find(id + (isRounded ? ".unquantized" : ".output"));
                if (((isRounded ? null : tensors.Find(id + ".output_f64")) ?? single) is { } expected)
                {
                    AssertClose(expected, single, found, $"{name}/{id}");
                }
            }
        }
    }

    // Null for what is asked elsewhere, or of no class: ranks, and vectors that are given.
    private static float[]? Answer(ISentenceModel model, JsonElement call)
    {
        string method = call.GetProperty("method").GetString()!;
        switch (method)
        {
            case "encode" or "encode_query" or "encode_document":
                string[] texts = call.TryGetProperty("texts", out JsonElement several) ? Strings(several) : [call.GetProperty("text").GetString()!];
                SentenceArguments arguments = Arguments(model, call, method);
                if (call.TryGetProperty("input_ids", out JsonElement ids))
                {
                    Assert.Equal(ids.EnumerateArray().Select(row => string.Join(' ', row.EnumerateArray())), model.Tokenize(arguments, texts).Select(row => string.Join(' ', row)));
                }

                if (SentenceCase.Argument(call, "output_value") is not null)
                {
                    return [.. model.EmbedTokens(arguments, texts).SelectMany(rows => rows.Values())];
                }

                float[] vectors = model.Embed(arguments, texts).Values();
                float[] given = new float[vectors.Length];
                model.EmbedInto(arguments, texts, given);
                Bits.AssertEqual(vectors, given, "in memory that is given");
                return vectors;
            case "similarity" or "similarity_pairwise":
                Assert.Equal(call.GetProperty("similarity_fn_name").GetString(), model.Info.Sentences!.Similarity.ToString().ToLowerInvariant());
                Tensor<float> left = model.Embed(Arguments(model, call, Method(call, "method_a")), Strings(call.GetProperty("texts_a")));
                Tensor<float> right = model.Embed(Arguments(model, call, Method(call, "method_b")), Strings(call.GetProperty("texts_b")));
                return (method == "similarity" ? model.Similarity(left, right) : VectorSimilarity.ComparePairs(model.Info.Sentences.Similarity, left, right)).Values();
            case "predict" when SentenceCase.Argument(call, "activation_fn") is null && SentenceCase.Argument(call, "apply_softmax") is null && SentenceCase.Argument(call, "prompt") is null && SentenceCase.Argument(call, "prompt_name") is null:
                JsonElement pairs = call.GetProperty("pairs");
                string[][] both = pairs.GetArrayLength() > 0 && pairs[0].ValueKind == JsonValueKind.String ? [Strings(pairs)] : [.. pairs.EnumerateArray().Select(Strings)];
                return model.Score([.. both.Select(pair => pair[0])], [.. both.Select(pair => pair[1])]).Values();
            default:
                return null;
        }
    }

    private static SentenceArguments Arguments(ISentenceModel model, JsonElement call, string method)
    {
        string? prompt = SentenceCase.Argument(call, "prompt")?.GetString();
        if (prompt is null && SentenceCase.Argument(call, "prompt_name")?.GetString() is { } name)
        {
            prompt = model.Info.Sentences!.FindPrompt(name) ?? throw new ArgumentException($"There is no prompt {name}.");
        }

        EmbedRole role = method switch { "encode_query" => EmbedRole.Query, "encode_document" => EmbedRole.Document, _ => EmbedRole.None };
        return new SentenceArguments(prompt, role, SentenceCase.Argument(call, "truncate_dim")?.GetInt32(), SentenceCase.Argument(call, "normalize_embeddings")?.GetBoolean() ?? false);
    }

    private static string Method(JsonElement call, string key) => call.TryGetProperty(key, out JsonElement method) ? method.GetString()! : "encode";

    private static string[] Strings(JsonElement texts) => [.. texts.EnumerateArray().Select(text => text.GetString()!)];

    private static void AssertClose(double[] expected, double[]? single, float[] found, string place)
    {
        Assert.True(expected.Length == found.Length, $"{place}: expected {expected.Length} numbers, found {found.Length}");
        double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        double own = single is null ? 0 : expected.Zip(single).Where(pair => double.IsFinite(pair.First)).Select(pair => Math.Abs(pair.First - pair.Second)).DefaultIfEmpty(0).Max();
        double allowed = Math.Max(Math.Max(Tolerance, Tolerance * scale), 3 * own);
        double largest = expected.Zip(found).Select(pair => double.IsFinite(pair.First) ? Math.Abs(pair.First - pair.Second) : pair.First.Equals(pair.Second) ? 0 : double.PositiveInfinity).DefaultIfEmpty(0).Max();
        Assert.True(largest <= allowed, $"{place}: the largest difference is {largest:g3}, expected at most {allowed:g3}");
    }
}
