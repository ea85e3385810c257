using BertGen.Generator.Architectures.Albert;
using BertGen.Generator.Architectures.Bert;
using BertGen.Generator.Architectures.DistilBert;
using BertGen.Generator.Architectures.Electra;
using BertGen.Generator.Architectures.EuroBert;
using BertGen.Generator.Architectures.Gte;
using BertGen.Generator.Architectures.JinaV3;
using BertGen.Generator.Architectures.ModernBert;
using BertGen.Generator.Architectures.Mpnet;
using BertGen.Generator.Architectures.NomicBert;
using BertGen.Generator.Architectures.Qwen3;
using BertGen.Generator.Architectures.Roberta;
using BertGen.Generator.Configuration;

namespace BertGen.Generator.Architectures;

/// <summary>All families. A config says by <c>model_type</c> which one it is of; the oldest form, which says nothing, is of the first.</summary>
internal static class ArchitectureList
{
    private static readonly Architecture[] All =
    [
        new BertArchitecture(),
        new DistilBertArchitecture(),
        new RobertaArchitecture("roberta", "RoBERTa", "Roberta"),
        new RobertaArchitecture("xlm-roberta", "XLM-RoBERTa", "XLMRoberta"),
        new RobertaArchitecture("camembert", "CamemBERT", "Camembert"),
        new MpnetArchitecture(),
        new ElectraArchitecture(),
        new ModernBertArchitecture(),
        new NomicBertArchitecture(),
        new GteArchitecture("gte", "Gte"),
        new GteArchitecture("new", "New"),
        new JinaV3Architecture(),
        new AlbertArchitecture(),
        new EuroBertArchitecture(),
        new Qwen3Architecture(),
    ];

    /// <summary>The families as the reader of configs asks them.</summary>
    public static IReadOnlyList<IConfigFamily> Configs => All;

    /// <summary>Published models that compile by their names alone.</summary>
    public static IEnumerable<string> KnownNames => All.SelectMany(architecture => architecture.KnownNames);

    /// <summary>The family of a <c>model_type</c>; null where it is unknown.</summary>
    public static Architecture? Find(string modelType) => Array.Find(All, architecture => architecture.ModelType == modelType);

    /// <summary>The family of a config that was read.</summary>
    public static Architecture Of(EncoderConfig config) => Find(config.ModelType)!;

    /// <summary>The files of a published model; null where the name is unknown.</summary>
    public static ModelFile[]? FindKnown(string name) => All.Select(architecture => architecture.FindKnown(name)).FirstOrDefault(files => files is not null);
}
