using BertGen.Generator.Architectures;
using BertGen.Generator.Checking;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator;

/// <summary>What a program may ask of a model before it is compiled.</summary>
public static class ModelFacts
{
    /// <summary>The name of the pooler's matrix in a checkpoint, without what may stand before it; null where the family has no pooler, or the config cannot be read.</summary>
    /// <param name="config">The text of <c>config.json</c>.</param>
    public static string? PoolerTensor(string config)
    {
        if (Read(config) is not { HiddenSize: > 0 } read || !ArchitectureList.Of(read).HasPooler)
        {
            return null;
        }

        var graph = new GraphBuilder();
        Value first = graph.Add(new GivenOp(new Value("first", "First", read.HiddenSize, RowSpace.Sequences)));
        return graph.Finish(ArchitectureList.Of(read).BuildPooler(graph, read, first)).Weights[0].Name;
    }

    /// <summary>
    /// What a class that is compiled from a config has in memory after <c>Load</c>: its last layer without pooler and heads, with the usual
    /// window; null where the config cannot be compiled.
    /// </summary>
    /// <param name="config">The text of <c>config.json</c>.</param>
    /// <param name="isInt8">Whether products are computed on numbers of 8 bits.</param>
    public static IReadOnlyList<PackedWeight>? Weights(string config, bool isInt8)
    {
        if (Read(config) is not { } read || ConfigCheck.Check(ModelFileReader.ConfigName, read).Any(finding => finding.IsError))
        {
            return null;
        }

        var graph = new GraphBuilder { IsInt8 = isInt8 };
        IReadOnlyList<Value> layers = ArchitectureList.Of(read).BuildEncoder(graph, read);
        Value last = layers[layers.Count - 1];
        EmbedderPlan plan = graph.Finish(graph.Add(new SelectOp(last, new Value("result", "Result", last.Width, RowSpace.Selected))));
        return PackedWeights.Of(PassList.Run(plan), read, read.HasPositionLimit ? Math.Min(WindowSize.Default, read.MostPieces) : WindowSize.Default);
    }

    private static EncoderConfig? Read(string config) =>
        new ConfigReader(ArchitectureList.Configs).Read(ModelFileReader.ConfigName, SourceText.From(config)).File is ConfigFile { Config: { } read } ? read : null;
}
