using System.CommandLine;
using BertGen.Benchmarks.Onnx;
using BertGen.Benchmarks.Peers;
using BertGen.Benchmarks.Precision;
using BertGen.Benchmarks.Serving;
using BertGen.RealModels.Tests;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The models that embed files.</summary>
internal static class BulkModels
{
    /// <summary>Their names: the small trained model, MiniLM's shape, the same in ONNX Runtime, and the published arctic-embed-xs.</summary>
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
    /// <param name="checkpoints">The folder for random weights.</param>
    public static ISentenceEmbedder Load(string name, string checkpoints)
    {
        if (name == "small")
        {
            return BulkWordNet.Load(Definitions.ModelFolder);
        }

        if (name == "arctic")
        {
            return ArcticXs.Load(RealModel.ArcticXs.Folder);
        }

        Shape shape = Shape.All.Single(known => known.Name == "minilm-l6");
        string checkpoint = RandomCheckpoint.Ensure(shape, checkpoints);
        var model = ServedMiniLm.Load(ServedMiniLm.Ensure(checkpoint));
        return name == "onnx" ? new OnnxEmbedder(model, OnnxRuntime.Open("fused", new FusedBertGraph(shape, checkpoint), checkpoint, Environment.ProcessorCount)) : model;
    }
}
