using BertGen.Generator.Architectures;
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
        if (new ConfigReader(ArchitectureList.Configs).Read(ModelFileReader.ConfigName, SourceText.From(config)).File is not ConfigFile { Config: { HiddenSize: > 0 } read } || !ArchitectureList.Of(read).HasPooler)
        {
            return null;
        }

        var graph = new GraphBuilder();
        Value first = graph.Add(new GivenOp(new Value("first", "First", read.HiddenSize, RowSpace.Sequences)));
        return graph.Finish(ArchitectureList.Of(read).BuildPooler(graph, read, first)).Weights[0].Name;
    }
}
