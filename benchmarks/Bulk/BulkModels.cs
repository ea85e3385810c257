using System.CommandLine;
using BertGen.Benchmarks.Onnx;
using BertGen.Benchmarks.Peers;
using BertGen.Benchmarks.Precision;
using BertGen.Benchmarks.Serving;
using BertGen.RealModels.Tests;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The models that embed files.</summary>
internal static class BulkModels
{
    // What sentence-transformers takes at a time.
    private const int OnnxTexts = 32;

    /// <summary>Their names: the small trained model, the published all-MiniLM-L6-v2, the same in ONNX Runtime, and the published arctic-embed-xs.</summary>
    public static readonly string[] Names = ["small", "minilm", "onnx", "arctic"];

    /// <summary>An option that takes one of the names.</summary>
    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--model") { Description = $"The model: {string.Join(", ", Names)}.", DefaultValueFactory = _ => "minilm" };
        option.AcceptOnlyFromAmong(Names);
        return option;
    }

    /// <summary>Loads a model; it lives as long as the process.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static ISentenceEmbedder Load(string name) => name switch
    {
        "small" => BulkWordNet.Load(Definitions.ModelFolder),
        "arctic" => ArcticXs.Load(RealModel.ArcticXs.Folder),
        "onnx" => LoadOnnx(),
        _ => MiniLm.Load(RealModel.MiniLm.Folder),
    };

    /// <summary>MiniLM with ONNX Runtime's own fused operations, from the same weights; texts are sorted, and padded in batches as sentence-transformers does.</summary>
    private static OnnxEmbedder LoadOnnx()
    {
        Shape shape = Shape.All.Single(known => known.Name == "minilm-l6");
        string checkpoint = Path.Combine(RealModel.MiniLm.Folder, "model.safetensors");
        var model = MiniLm.Load(RealModel.MiniLm.Folder);
        InferenceSession session = OnnxRuntime.Open(FormattableString.Invariant($"bulk-{Environment.ProcessId}"), new FusedBertGraph(shape, checkpoint), checkpoint, Environment.ProcessorCount);
        return new OnnxEmbedder(model, session, MiniLm.Info.SequenceLimit, OnnxTexts);
    }
}
