using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Benchmarks.Onnx;
using BertGen.Benchmarks.Peers;
using BertGen.RealModels.Tests;
using BertGen.Text;
using BertGen.Tool.Quality;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Precision;

/// <summary>What one contender makes of the texts, beside BertGen in float32.</summary>
/// <param name="Model">The published model.</param>
/// <param name="Contender">The contender.</param>
/// <param name="Quality">The comparison.</param>
internal sealed record QualityResult(string Model, string Contender, QualityComparison Quality);

/// <summary>Compares the sentence vectors of published models: 113 texts of many languages and kinds, and definitions.</summary>
/// <param name="TextCount">Texts of all.</param>
internal sealed record QualityBenchmark(int TextCount)
{
    private const string MiniLmName = "all-MiniLM-L6-v2";

    /// <summary>The shape that both models have.</summary>
    private static readonly Shape Shape = Shape.All.Single(shape => shape.Name == "minilm-l6");

    public IEnumerable<QualityResult> Run()
    {
        string[] recorded = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "recorded", "texts.json")))!;
        string[] texts = [.. recorded, .. Definitions.Spread(Math.Max(0, TextCount - recorded.Length))];
        return [.. OfMiniLm(texts), .. OfArctic(texts)];
    }

    private static IEnumerable<QualityResult> OfMiniLm(string[] texts)
    {
        string folder = RealModel.MiniLm.Folder;
        using var exact = MiniLm.Load(folder);
        using var rounded = MiniLmInt8.Load(folder);
        using PieceBuffer pieces = exact.Tokenize(new EmbedOptions<MiniLm>(), texts);
        return [.. Compare(MiniLmName, folder, exact.Embed(texts), rounded.Embed(texts), Ids(pieces), isMean: true)];
    }

    private static IEnumerable<QualityResult> OfArctic(string[] texts)
    {
        string folder = RealModel.ArcticXs.Folder;
        using var exact = ArcticXs.Load(folder);
        using var rounded = ArcticXsInt8.Load(folder);
        using PieceBuffer pieces = exact.Tokenize(new EmbedOptions<ArcticXs>(), texts);
        return [.. Compare("snowflake-arctic-embed-xs", folder, exact.Embed(texts), rounded.Embed(texts), Ids(pieces), isMean: false)];
    }

    private static IEnumerable<QualityResult> Compare(string model, string folder, Tensor<float> exact, Tensor<float> rounded, int[][] ids, bool isMean)
    {
        float[][] expected = QualityComparison.Rows(exact);
        yield return new QualityResult(model, PrecisionContenders.Rounded, QualityComparison.Of(expected, QualityComparison.Rows(rounded)));
        string checkpoint = Path.Combine(folder, "model.safetensors");
        foreach ((string name, string form, Func<Shape, string, EncoderGraph> graph) in PrecisionContenders.OnnxForms)
        {
            using InferenceSession session = OnnxRuntime.Open(form, graph(Shape, checkpoint), checkpoint, Environment.ProcessorCount);
            using var options = new RunOptions();
            float[][] found = [.. ids.Select(text => Vector(session, options, text, isMean))];
            yield return new QualityResult(model, name, QualityComparison.Of(expected, found));
        }
    }

    /// <summary>One text alone: the scale of its rows is not that of its neighbours in a batch.</summary>
    private static float[] Vector(InferenceSession session, RunOptions options, int[] ids, bool isMean)
    {
        using var batch = new OnnxBatch([ids]);
        float[] states = batch.Output(session, options);
        int width = Shape.Hidden, rows = isMean ? ids.Length : 1;
        float[] pooled = new float[width];
        for (int i = 0; i < rows * width; i++)
        {
            pooled[i % width] += states[i] / rows;
        }

        return pooled;
    }

    private static int[][] Ids(PieceBuffer pieces)
    {
        int[] all = pieces.Ids.ToArray(), ends = pieces.RowEnds.ToArray();
        return [.. ends.Select((end, i) => all[(i == 0 ? 0 : ends[i - 1])..end])];
    }
}
