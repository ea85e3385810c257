using BertGen.Common.Files;
using BertGen.Generator.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Knows the files of a model folder by their names and reads each with its reader.</summary>
internal static class ModelFileReader
{
    public const string ConfigName = "config.json";
    public const string GoogleConfigName = "bert_config.json";
    public const string ModulesName = "modules.json";
    public const string SentenceName = "sentence_bert_config.json";
    public const string ScoresName = "config_sentence_transformers.json";
    public const string TokenizerName = "tokenizer_config.json";
    public const string VocabularyName = "vocab.txt";

    public static bool IsModelFile(AdditionalText file) => ReaderOf(PathText.Normalize(file.Path)) is not null;

    public static FileReading Read(AdditionalText file, CancellationToken cancellation)
    {
        string path = PathText.Normalize(file.Path);
        return file.GetText(cancellation) is not { } text
            ? FileProblems.Read(path, new FileProblem(FileProblemKind.Kind, "it cannot be opened"))
            : FileProblems.Find(path, text) is { } problem ? FileProblems.Read(path, problem)
            : ReaderOf(path)!(path, text);
    }

    /// <summary>Whether a file is the config of a model.</summary>
    public static bool IsConfig(string path) => PathText.FileName(path) is ConfigName or GoogleConfigName && !IsPoolingFolder(PathText.Folder(path));

    private static Func<string, SourceText, FileReading>? ReaderOf(string path) => PathText.FileName(path) switch
    {
        ConfigName when IsPoolingFolder(PathText.Folder(path)) => PoolingReader.Read,
        ConfigName or GoogleConfigName => ConfigReader.Read,
        ModulesName => ModulesReader.Read,
        SentenceName => SentenceReader.Read,
        ScoresName => ScoreReader.Read,
        TokenizerName => TokenizerReader.Read,
        VocabularyName => VocabularyReader.Read,
        _ => IsPrepared(PathText.Folder(path)) ? ReaderOfPrepared(PathText.FileName(path)) : null,
    };

    /// <summary>Whether a folder is one that the build made for a model.</summary>
    public static bool IsPrepared(string folder) => PathText.FileName(PathText.Folder(folder)) == ModelKey.Root;

    private static Func<string, SourceText, FileReading>? ReaderOfPrepared(string name) => name switch
    {
        WeightsReader.IndexName => WeightsReader.ReadIndex,
        ModelKey.ArchiveProblem => WeightsReader.ReadProblem,
        _ when name.EndsWith(ModelKey.ProblemExtension, StringComparison.Ordinal) => FileProblems.ReadTold,
        _ when name.EndsWith(WeightsReader.HeaderSuffix, StringComparison.Ordinal) => WeightsReader.ReadHeader,
        _ => null,
    };

    // sentence-transformers names the folder of a module "<index>_<type>".
    private static bool IsPoolingFolder(string folder) => folder.EndsWith("_Pooling", StringComparison.Ordinal);
}
