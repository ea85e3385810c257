using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Tests.Harness;

/// <summary>Small models to plan, made without a compiler.</summary>
internal static class Specs
{
    /// <summary>Width 8, two heads, as many layers as asked for; null weights make a learned mix.</summary>
    public static EmbedderSpec Of(int layers, float[]? mix = null, bool topLayerOnly = false) => new()
    {
        Class = new ClassShape
        {
            Name = "Bert",
            Namespace = "Demo",
            Containers = [],
            FullName = "Demo.Bert",
            IsPartial = true,
            IsGeneric = false,
            IsRecord = false,
            IsStatic = false,
            IsAbstract = false,
            IsFileLocal = false,
            HasPrimaryConstructor = false,
            HasBaseClass = false,
            ConstructorCount = 0,
            TakenNames = [],
        },
        Model = "models/mini",
        Origin = "models/mini/config.json",
        IsPretrained = false,
        HasPooler = false,
        Config = new EncoderConfig
        {
            VocabularySize = 30,
            HiddenSize = 8,
            LayerCount = layers,
            HeadCount = 2,
            IntermediateSize = 20,
            PositionCount = 16,
            TypeCount = 2,
            Activation = "gelu",
            LayerNormEpsilon = "1e-12",
            ModelType = "bert",
        },
        TopLayerOnly = topLayerOnly,
        MixWeights = mix?.ToEquatable(),
        MaxPieces = 16,
        NumStartTokens = 1,
        NumEndTokens = 1,
        Pipeline = null,
        EncoderFolder = "",
        Lowercase = true,
        StripAccents = null,
        SplitChineseCharacters = true,
    };

    /// <summary>Two layers and a classifier of three labels.</summary>
    public static EmbedderSpec Classifier => Of(2) with { Scores = new ScoreSettings { Function = "Sigmoid" }, Config = Of(2).Config with { Labels = ["a", "b", "c"] } };

    public static EmbedderPlan Plan(int layers, float[]? mix = null, bool topLayerOnly = false) => PlanBuilder.Build(Of(layers, mix, topLayerOnly));
}
