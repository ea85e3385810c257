using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Model;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Checks a folder whose first module is a table of static vectors: a vector for each token, and no encoder.</summary>
/// <param name="options">What the attribute says.</param>
/// <param name="folder">The folder.</param>
/// <param name="projectFolder">The folder of the project.</param>
/// <param name="findings">Where problems go.</param>
internal sealed class StaticCheck(EmbedderOptions options, ModelFolder folder, string projectFolder, List<Finding> findings)
{
    public const string ModuleType = "StaticEmbedding";

    /// <summary>A table with one weight for each token: sparse vectors.</summary>
    public const string SparseType = "SparseStaticEmbedding";

    private static readonly string[] TableNames = ["embedding.weight", "embeddings"];

    public EmbedderSpec Check()
    {
        CheckOptions();
        if (folder.Beside<TokenizerDataFile>() is not { } tokenizer)
        {
            findings.Add(Finding.Of(Descriptors.VocabularyMissing, Place.Model, options.Model!));
        }
        else
        {
            findings.AddRange(tokenizer.Findings);
        }

        bool isSparse = folder.InRoot<ModulesFile>()!.Modules[0].Type == SparseType;
        (int rows, int width) = isSparse ? (WeightCount(), 0) : TableSize();
        SentencePipeline pipeline = (isSparse ? new PipelineCheck(options, folder, findings).CheckSparseTable() : new PipelineCheck(options, folder, findings).CheckStatic(width))
            ?? new SentencePipeline { Modules = [], Sparse = isSparse ? new SparseSettings() : null };
        return new EmbedderSpec
        {
            Class = options.Class,
            Model = options.Model!.Replace('\\', '/'),
            Origin = folder.Origin,
            IsPretrained = options.IsPretrained,
            Config = new EncoderConfig { ModelType = "static", HiddenSize = width, VocabularySize = rows },
            IsStatic = true,
            TopLayerOnly = true,
            MixWeights = null,
            MaxPieces = 0,
            NumStartTokens = 0,
            NumEndTokens = 0,
            HasPooler = false,
            Pipeline = pipeline,
            EncoderFolder = folder.EncoderFolder,
            Lowercase = false,
            StripAccents = null,
            SplitChineseCharacters = false,
        };
    }

    // TopLayerOnly says nothing wrong of a model without layers.
    private void CheckOptions()
    {
        (bool IsGiven, string Name)[] given =
        [
            (options.RequiresGrad, nameof(options.RequiresGrad)), (options.Pooler, nameof(options.Pooler)), (options.EmbedScalarMix, nameof(options.EmbedScalarMix)),
            (options.Pooling is not null, nameof(options.Pooling)), (options.ScalarMixParameters is not null, nameof(options.ScalarMixParameters)),
            (options.MaxPieces is not null, nameof(options.MaxPieces)), (options.Target == Target.TorchSharp, nameof(options.Target)),
        ];
        foreach ((_, string name) in given.Where(option => option.IsGiven))
        {
            findings.Add(Finding.Of(Descriptors.StaticOption, Place.Argument(name), name));
        }

        if (options.Precision == Precision.Int8)
        {
            findings.Add(PrecisionCheck.OnStatic());
        }
    }

    /// <summary>Tokens that have a weight; 0 where the build does not know them.</summary>
    private int WeightCount() =>
        StoredWeights.Of(folder, projectFolder)?.Find("weight") is { } table && int.TryParse(table.Shape.Trim('[', ']'), out int count) ? count : 0;

    /// <summary>Tokens that have a vector, and values in one; 0 where the build does not know them.</summary>
    private (int Rows, int Width) TableSize()
    {
        StoredTensor? table = StoredWeights.Of(folder, projectFolder) is { } weights ? TableNames.Select(weights.Find).FirstOrDefault(found => found is not null) : null;
        string[] sizes = table?.Shape.Trim('[', ']').Split(',') ?? [];
        return sizes.Length == 2 && int.TryParse(sizes[0].Trim(), out int rows) && int.TryParse(sizes[1].Trim(), out int width) ? (rows, width) : (0, 0);
    }
}
