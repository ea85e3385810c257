namespace BertGen.Tasks;

/// <summary>The small text files of a model that the compiler reads.</summary>
internal static class ModelTexts
{
    /// <summary>The config under its two names; the first one counts.</summary>
    public static readonly string[] ConfigNames = ["config.json", "bert_config.json"];

    private const string ModuleConfig = "config.json";

    private static readonly string[] Names =
    [
        .. ConfigNames, "vocab.txt", "tokenizer_config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    ];

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>Copies those of a folder, and the configs of its modules.</summary>
    public static void Copy(string source, HandoverFolder target)
    {
        IEnumerable<string> encoder = Directory.EnumerateFiles(source, "sentence_*_config.json").Select(path => Path.GetFileName(path)).OrderBy(name => name, StringComparer.Ordinal);
        IEnumerable<string> modules = !File.Exists(Path.Combine(source, "modules.json")) ? [] : Directory.EnumerateDirectories(source)
            .Select(folder => Path.Combine(Path.GetFileName(folder), ModuleConfig))
            .Where(name => File.Exists(Path.Combine(source, name)))
            .OrderBy(name => name, StringComparer.Ordinal);
        foreach (string name in Names.Concat(encoder.Except(Names)).Concat(modules))
        {
            string path = Path.Combine(source, name);
            target.Write(name, path, SmallFile.Read(path));
        }
    }
}
