using BertGen.Common.Files;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Knows the files of a model folder by their names and reads each with its reader.</summary>
/// <param name="families">The families whose configs are known.</param>
internal sealed class ModelFileReader(IReadOnlyList<IConfigFamily> families)
{
    public const string ConfigName = "config.json";
    public const string GoogleConfigName = "bert_config.json";
    public const string ModulesName = "modules.json";
    public const string SentenceName = "sentence_bert_config.json";
    public const string SentencesName = "config_sentence_transformers.json";
    public const string MetadataName = "artifact.metadata";
    public const string RouterName = "router_config.json";
    public const string TokenizerName = "tokenizer_config.json";
    public const string VocabularyName = "vocab.txt";

    private readonly ConfigReader _configs = new(families);

    /// <summary>Whether a file says how a sentence-transformers folder prepares texts: its name has that of a family in the middle, whatever the family.</summary>
    public static bool IsSentenceName(string name) =>
        name.StartsWith("sentence_", StringComparison.Ordinal) && name.EndsWith("_config.json", StringComparison.Ordinal);

    public bool IsModelFile(AdditionalText file) => ReaderOf(PathText.Normalize(file.Path)) is not null;

    public FileReading Read(AdditionalText file, CancellationToken cancellation)
    {
        string path = PathText.Normalize(file.Path);
        return file.GetText(cancellation) is not { } text
            ? FileProblems.Read(path, new FileProblem(FileProblemKind.Kind, "it cannot be opened"))
            : FileProblems.Find(path, text) is { } problem ? FileProblems.Read(path, problem)
            : ReadText(path, text);
    }

    /// <summary>Whether a file is the config of a model.</summary>
    public static bool IsConfig(string path) => PathText.FileName(path) is ConfigName or GoogleConfigName && !IsModuleFolder(PathText.Folder(path));

    private FileReading ReadText(string path, SourceText text)
    {
        FileReading reading = ReaderOf(path)!(path, text);
        if (reading.File is not ConfigFile { Config: null } config)
        {
            return reading;
        }

        // A folder of a module may have any name, and its config is called as that of a model, which it is not.
        FileReading settings = SettingsReader.Read(path, text);
        var known = new HashSet<Place>(reading.Positions.Select(position => position.Place));
        return new FileReading(
            config with { Settings = ((SettingsFile)settings.File).Settings },
            reading.Positions.Concat(settings.Positions.Where(position => !known.Contains(position.Place))).ToEquatable());
    }

    private Func<string, SourceText, FileReading>? ReaderOf(string path) => PathText.FileName(path) switch
    {
        ConfigName when IsModuleFolder(PathText.Folder(path)) => SettingsReader.Read,
        ConfigName or GoogleConfigName => _configs.Read,
        ModulesName => ModulesReader.Read,
        SentencesName or MetadataName or RouterName => SettingsReader.Read,
        TokenizerDataReader.FileName => TokenizerDataReader.Read,
        TokenizerName => TokenizerReader.Read,
        VocabularyName => VocabularyReader.Read,
        { } name when IsSentenceName(name) => SettingsReader.Read,
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

    // sentence-transformers names the folder of a module behind the first "<index>_<type>".
    private static bool IsModuleFolder(string folder)
    {
        string name = PathText.FileName(folder);
        int digits = name.TakeWhile(char.IsDigit).Count();
        return digits > 0 && name[0] != '0' && digits < name.Length && name[digits] == '_';
    }
}
