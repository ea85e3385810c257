using BertGen.Generator.Common;
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
    : ModelFile(Path, Findings);

/// <summary><c>modules.json</c>: the steps of a sentence-transformers pipeline.</summary>
internal sealed record ModulesFile(string Path, EquatableArray<Finding> Findings, EquatableArray<PipelineModule> Modules)
    : ModelFile(Path, Findings);

/// <summary>One step of the pipeline: the last part of its type name, and its folder.</summary>
internal sealed record PipelineModule(int Index, string Type, string Path);

/// <summary><c>1_Pooling/config.json</c>: the modes that are on, by key, and the width it expects.</summary>
internal sealed record PoolingFile(string Path, EquatableArray<Finding> Findings, EquatableArray<string> Modes, int? Width)
    : ModelFile(Path, Findings);

/// <summary><c>sentence_bert_config.json</c>.</summary>
internal sealed record SentenceFile(string Path, EquatableArray<Finding> Findings, int? MaxSequenceLength, bool Lowercase)
    : ModelFile(Path, Findings);

/// <summary>What scores depend on in <c>config_sentence_transformers.json</c>: the function that they go through, and a prompt; null where it says nothing.</summary>
internal sealed record ScoreFile(string Path, EquatableArray<Finding> Findings, string? Function, string? DefaultPrompt)
    : ModelFile(Path, Findings);

/// <summary><c>tokenizer_config.json</c>.</summary>
internal sealed record TokenizerFile(
    string Path,
    EquatableArray<Finding> Findings,
    bool Lowercase,
    bool? StripAccents,
    bool SplitChineseCharacters)
    : ModelFile(Path, Findings);

/// <summary><c>vocab.txt</c>: how many lines, the special tokens it lacks, and the line of <c>[PAD]</c> (-1: none).</summary>
internal sealed record VocabularyFile(
    string Path,
    EquatableArray<Finding> Findings,
    int Count,
    EquatableArray<string> MissingTokens,
    int PadTokenId)
    : ModelFile(Path, Findings);
