using System.Globalization;
using BertGen.Generator.Architectures;
using BertGen.Generator.Checking;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.MutatedFolders;

/// <summary>What the compiler makes of a folder: a line for each fact, and how many findings it has.</summary>
/// <param name="Text">The facts; null where no class can be written.</param>
/// <param name="FindingCount">Errors and warnings.</param>
internal sealed record FolderFacts(string? Text, int FindingCount)
{
    public static FolderFacts Of(IReadOnlyDictionary<string, string> files)
    {
        var reader = new ModelFileReader(ArchitectureList.Configs);
        ModelFile[] read = [.. files.Select(file => new InMemoryText($"{TestProject.Folder}/models/mini/{file.Key}", file.Value)).Where(reader.IsModelFile).Select(file => reader.Read(file, default).File)];
        var project = new ProjectFiles(TestProject.Folder, read.ToEquatable());
        CheckedModel model = ModelCheck.Check(new EmbedderOptions { Class = Specs.Of(1).Class, Model = "models/mini", TopLayerOnly = true }, new Surroundings(project, [], new TorchReferences(false, false)));
        return new FolderFacts(model.Spec is { } spec ? string.Join('\n', Lines(spec)) : null, model.Findings.Count);
    }

    private static IEnumerable<string> Lines(EmbedderSpec spec)
    {
        EncoderConfig config = spec.Config;
        yield return $"positions {config.PositionCount}";
        yield return $"types {config.TypeCount}";
        yield return $"padding {config.PadTokenId}";
        yield return $"activation {config.Activation}";
        yield return $"epsilon {double.Parse(config.LayerNormEpsilon, CultureInfo.InvariantCulture):r}";
        yield return $"lower case {spec.Lowercase}";
        yield return $"accents {spec.StripAccents ?? spec.Lowercase}";
        yield return $"chinese {spec.SplitChineseCharacters}";
        if (spec.Pipeline is { } pipeline)
        {
            foreach (SentenceModule module in pipeline.Modules)
            {
                yield return Describe(module);
            }

            yield return $"limits {pipeline.Limit} {pipeline.QueryLimit ?? pipeline.Limit} {pipeline.DocumentLimit ?? pipeline.Limit}";
            yield return $"lower case first {pipeline.LowercasesFirst}";
            yield return $"prompts {Prompts(pipeline.Prompts)}";
            yield return $"default '{TextOf(pipeline.Prompts, pipeline.DefaultPrompt)}'";
            yield return $"similarity {pipeline.Similarity}";
            yield return $"dimensions {pipeline.Dimensions}";
        }

        if (spec.Scores is { } scores)
        {
            yield return $"labels {string.Join(",", config.Labels)}";
            yield return $"score limit {scores.Limit}";
            yield return $"score lower case first {scores.LowercasesFirst}";
            yield return $"score prompts {Prompts(scores.Prompts)}";
            yield return $"score default '{TextOf(scores.Prompts, scores.DefaultPrompt)}'";
            yield return $"score function {scores.Function}";
        }
    }

    private static string Prompts(IEnumerable<SentencePrompt> prompts) => string.Join(", ", prompts.Select(prompt => $"{prompt.Name}='{prompt.Text}'"));

    private static string TextOf(IEnumerable<SentencePrompt> prompts, string? name) => prompts.FirstOrDefault(prompt => prompt.Name == name)?.Text ?? "";

    private static string Describe(SentenceModule module) => module switch
    {
        PoolingModule pooling => $"Pooling {string.Join("+", pooling.Modes)} {pooling.IncludesPrompt}",
        DenseModule dense => $"Dense {dense.Inputs} {dense.Outputs} {dense.Activation} {dense.HasBias} {dense.HasResidual} {dense.OnPieces}",
        NormalizeModule normalize => $"Normalize {normalize.OnPieces}",
        _ => module.ToString(),
    };
}
