using System.Buffers;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using BertGen.Tool.Pipe;
using BertGen.Tool.Tests.Harness;
using BertGen.Vectors;

namespace BertGen.Tool.Tests;

/// <summary>What requests are answered.</summary>
public sealed class AnswerTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private static readonly JsonElement[] Recorded =
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(PipeFolder.WordNetMini, "reference", "expected.json"))).RootElement.GetProperty("items").EnumerateArray()];

    [Fact]
    public async Task Texts_have_the_recorded_ids_and_vectors()
    {
        string[] texts = [.. Recorded.Select(item => item.GetProperty("text").GetString()!)];

        JsonElement answer = await AskAsync($$"""{"embed": {{JsonSerializer.Serialize(texts)}}, "ids": true}""");

        Assert.Equal(Recorded.Select(item => item.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32()).ToArray()), answer.GetProperty("ids").Ids());
        Assert.All(Recorded.Zip(answer.GetProperty("vectors").Rows()), pair =>
        {
            double[] expected = [.. pair.First.GetProperty("embedding_f64").EnumerateArray().Select(value => value.GetDouble())];
            Assert.All(expected.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-5));
        });
    }

    [Fact]
    public async Task Vectors_are_cut_and_then_scaled()
    {
        float[] whole = (await AskAsync("""{"embed": ["a dog"]}""")).GetProperty("vectors")[0].Numbers();

        float[] five = await VectorAsync("\"dimensions\": 5");
        float[] butLast = await VectorAsync("\"dimensions\": -1");

        Assert.Equal(whole[..5], five);
        Assert.Equal(whole[..^1], butLast);
        float[] more = await VectorAsync("\"dimensions\": 1000");
        Assert.Equal(whole, more);
        Assert.Empty(await VectorAsync("\"dimensions\": 0"));
        Assert.Empty(await VectorAsync("\"dimensions\": -1000"));
        double length = Math.Sqrt(whole[..5].Sum(value => (double)value * value));
        float[] scaled = await VectorAsync("\"dimensions\": 5, \"normalize\": true");
        Assert.Equal(5, scaled.Length);
        Assert.All(scaled, (value, i) => Assert.Equal(whole[i] / length, value, 1e-6));
    }

    [Fact]
    public async Task Quantized_vectors_are_those_of_the_runtime()
    {
        float[] vector = (await AskAsync("""{"embed": ["a dog"]}""")).GetProperty("vectors")[0].Numbers();
        Tensor<float> vectors = Tensor.Create(vector, [1, vector.Length]);
        string numbers(float value) => string.Join(", ", Enumerable.Repeat(value, vector.Length));
        var ranges = new QuantizationRanges([.. Enumerable.Repeat(-0.125f, vector.Length)], [.. Enumerable.Repeat(0.25f, vector.Length)]);
        string given = $"\"ranges\": [[{numbers(-0.125f)}], [{numbers(0.25f)}]]";

        Assert.Equal(VectorQuantization.ToInt8(vectors, ranges).ToArray().Select(value => (float)value), await VectorAsync($"\"quantize\": \"int8\", {given}"));
        Assert.Equal(VectorQuantization.ToUInt8(vectors, ranges).ToArray().Select(value => (float)value), await VectorAsync($"\"quantize\": \"uint8\", {given}"));
        Assert.Equal(VectorQuantization.ToBinary(vectors).ToArray().Select(value => (float)value), await VectorAsync("\"quantize\": \"binary\""));
        Assert.Equal(VectorQuantization.ToUBinary(vectors).ToArray().Select(value => (float)value), await VectorAsync("\"quantize\": \"ubinary\""));
    }

    [Theory]
    [InlineData("cosine")]
    [InlineData("dot")]
    [InlineData("euclidean")]
    [InlineData("manhattan")]
    public async Task Similarity_compares_the_vectors_of_texts(string function)
    {
        float[][] left = (await AskAsync("""{"embed": ["a dog", "a bank"]}""")).GetProperty("vectors").Rows();
        float[][] right = (await AskAsync("""{"embed": ["a cat", "a river"]}""")).GetProperty("vectors").Rows();
        Tensor<float> expected = VectorSimilarity.Compare(Enum.Parse<SimilarityFunction>(function, ignoreCase: true), ToTensor(left), ToTensor(right));

        float[][] all = (await AskAsync($$"""{"similarity": [["a dog", "a bank"], ["a cat", "a river"]], "function": "{{function}}"}""")).GetProperty("similarity").Rows();
        float[] pairs = (await AskAsync($$"""{"similarity": [["a dog", "a bank"], ["a cat", "a river"]], "function": "{{function}}", "pairwise": true}""")).GetProperty("similarity").Numbers();

        Assert.Equal([expected[0, 0], expected[0, 1]], all[0]);
        Assert.Equal([expected[1, 0], expected[1, 1]], all[1]);
        Assert.Equal([expected[0, 0], expected[1, 1]], pairs);
    }

    [Fact]
    public async Task Forward_gives_the_vectors_of_pieces_row_after_row()
    {
        JsonElement item = Recorded.First(item => item.TryGetProperty("hidden_states_f32", out _));
        string ids = item.GetProperty("input_ids").GetRawText();
        int count = item.GetProperty("input_ids").GetArrayLength();
        float[][] expected = item.GetProperty("hidden_states_f32").EnumerateArray().Last().Rows();

        JsonElement answer = await AskAsync($$$"""{"forward": {"ids": [[2, 3], {{{ids}}}], "mask": null, "types": null}}""");

        float[][] rows = answer.GetProperty("last").Rows();
        Assert.Equal(count + 2, rows.Length);
        Assert.All(expected.Zip(rows[2..]), pair => AssertClose(pair.First, pair.Second));
        AssertClose(item.GetProperty("pooler_f64").Numbers(), answer.GetProperty("pooler")[1].Numbers());
    }

    [Fact]
    public async Task Positions_that_a_mask_leaves_out_have_no_vector()
    {
        JsonElement alone = await AskAsync("""{"forward": {"ids": [[2, 100, 3], [2, 3]]}}""");
        JsonElement masked = await AskAsync("""{"forward": {"ids": [[2, 100, 3, 7, 0], [2, 3, 0, 0, 9]], "mask": [[1, 1, 1, 0, 0], [1, 1, 0, 0, 0]], "types": [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]}}""");

        Assert.Equal(alone.GetRawText(), masked.GetRawText());
    }

    [Fact]
    public async Task A_mask_may_have_holes_and_what_it_leaves_out_changes_nothing()
    {
        JsonElement one = await AskAsync("""{"forward": {"ids": [[2, 100, 3, 7]], "mask": [[1, 0, 1, 1]]}}""");
        JsonElement other = await AskAsync("""{"forward": {"ids": [[2, 50, 3, 7]], "mask": [[1, 0, 1, 1]]}}""");
        JsonElement whole = await AskAsync("""{"forward": {"ids": [[2, 100, 3, 7]]}}""");

        Assert.Equal(3, one.GetProperty("last").GetArrayLength());
        Assert.Equal(one.GetRawText(), other.GetRawText());
        Assert.NotEqual(one.GetProperty("last")[0].GetRawText(), whole.GetProperty("last")[0].GetRawText());
    }

    [Fact]
    public async Task The_id_of_padding_is_a_piece_where_no_mask_says_otherwise()
    {
        JsonElement answer = await AskAsync("""{"forward": {"ids": [[2, 0, 3]]}}""");
        JsonElement without = await AskAsync("""{"forward": {"ids": [[2, 0, 3]], "mask": [[1, 0, 1]]}}""");

        Assert.Equal(3, answer.GetProperty("last").GetArrayLength());
        Assert.NotEqual(answer.GetProperty("last")[0].GetRawText(), without.GetProperty("last")[0].GetRawText());
    }

    [Fact]
    public async Task A_row_that_is_longer_than_the_position_table_is_an_error()
    {
        string ids = string.Join(", ", Enumerable.Repeat("7", 513));
        JsonElement answer = await AskAsync($$$"""{"forward": {"ids": [[{{{ids}}}]]}}""");

        Assert.Equal("BERT904", answer.Code());
        Assert.Contains("a row of 513 pieces, and the model takes 512", answer.Error());
    }

    [Fact]
    public async Task A_model_that_has_no_sentence_vectors_says_so_and_how_to_get_them()
    {
        PipeRun run = await compiled.Folder.RunAsync([PipeFolder.Tiny], """{"embed": ["a"]}""", """{"forward": {"ids": [[2, 3]]}}""");

        Assert.Equal("BERT902", run.Answers[0].Code());
        Assert.Contains("start with --pooling mean", run.Answers[0].Error());
        Assert.Equal(2, run.Answers[1].GetProperty("last").GetArrayLength());
    }

    [Fact]
    public async Task A_model_without_a_vocabulary_has_no_vectors_of_texts()
    {
        PipeRun run = await compiled.Folder.RunAsync([PipeFolder.Tiny, "--pooling", "mean"], """{"embed": ["a"]}""", """{"forward": {"ids": [[2, 3]]}}""");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("BERT098", run.Error);
    }

    [Fact]
    public async Task Info_tells_what_the_model_is()
    {
        JsonElement info = (await AskAsync("""{"info": true}""")).GetProperty("info");

        Assert.Equal("bert", info.GetProperty("family").GetString());
        Assert.Equal([192, 9000, 512, 2, 3, 6, 768, 3_198_720, 512], new[] { "dimensions", "vocabulary", "positions", "types", "layers", "heads", "intermediate", "parameters", "limit" }
            .Select(name => info.GetProperty(name).GetInt32()));
    }

    [Fact]
    public void Every_number_comes_back_with_its_bits()
    {
        var random = new Random(1);
        float[] values = [0f, -0f, float.Epsilon, float.MaxValue, -float.MaxValue, 1f / 3, .. Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).Where(float.IsFinite)];

        float[] back = Written(values).RootElement.Numbers();

        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), back.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void What_json_has_no_number_for_is_a_text() =>
        Assert.Equal("""["NaN","Infinity","-Infinity"]""", Written([float.NaN, float.PositiveInfinity, float.NegativeInfinity]).RootElement.GetRawText());

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), values => Assert.Equal(values.First, values.Second, 1e-5));

    private static JsonDocument Written(float[] values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteFloats(values);
        }

        return JsonDocument.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private async Task<float[]> VectorAsync(string members) =>
        (await AskAsync($$"""{"embed": ["a dog"], {{members}}}""")).GetProperty("vectors")[0].Numbers();

    private async Task<JsonElement> AskAsync(string request) => (await compiled.RunAsync(request)).Answers.Single();

    private static Tensor<float> ToTensor(float[][] rows) => Tensor.Create([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length]);
}
