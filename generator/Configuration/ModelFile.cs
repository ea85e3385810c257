using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Configuration;

/// <summary>A file of a model folder, as values. Two readings are equal when the file says the same, however it is laid out.</summary>
/// <param name="Path">Normalised path.</param>
/// <param name="Findings">What is wrong with the file by itself; reported only when a class uses the file.</param>
internal abstract record ModelFile(string Path, EquatableArray<Finding> Findings);

/// <summary>A file that is there and cannot be read: too long, no text, or no file at all. Its findings say why.</summary>
internal sealed record UnreadableFile(string Path, EquatableArray<Finding> Findings)
    : ModelFile(Path, Findings);

/// <summary><c>config.json</c> or <c>bert_config.json</c>; the config is null when the file has errors.</summary>
internal sealed record ConfigFile(string Path, EquatableArray<Finding> Findings, EncoderConfig? Config)
    : ModelFile(Path, Findings)
{
    /// <summary>A file that is no config of a model by its keys: in the folder of a module, it is the config of that.</summary>
    public EquatableArray<Setting> Settings { get; init; } = [];
}

/// <summary><c>modules.json</c>: the steps of a sentence-transformers pipeline.</summary>
internal sealed record ModulesFile(string Path, EquatableArray<Finding> Findings, EquatableArray<PipelineModule> Modules)
    : ModelFile(Path, Findings);

/// <summary>One step of the pipeline: its type, its folder and its name.</summary>
internal sealed record PipelineModule(int Index, string FullType, string Path, string Name)
{
    /// <summary>The last part of the type, which tells what it is.</summary>
    public string Type => FullType.Substring(FullType.LastIndexOf('.') + 1);
}

/// <summary><c>tokenizer_config.json</c>.</summary>
internal sealed record TokenizerFile(
    string Path,
    EquatableArray<Finding> Findings,
    bool Lowercase,
    bool? StripAccents,
    bool SplitChineseCharacters)
    : ModelFile(Path, Findings)
{
    /// <summary>All keys.</summary>
    public EquatableArray<Setting> Settings { get; init; } = [];

    /// <summary>Whether the file itself says whether letters become small.</summary>
    public bool SaysLowercase { get; init; } = true;
}

/// <summary><c>vocab.txt</c>: how many lines, the special tokens it lacks, and the line of <c>[PAD]</c> (-1: none).</summary>
internal sealed record VocabularyFile(
    string Path,
    EquatableArray<Finding> Findings,
    int Count,
    EquatableArray<string> MissingTokens,
    int PadTokenId)
    : ModelFile(Path, Findings)
{
    /// <summary>Whether pieces that are no special tokens have capitals.</summary>
    public bool HasCapitals { get; init; }
}
