namespace BertGen.Tasks;

/// <summary>The small text files of a model that the compiler reads.</summary>
internal static class ModelTexts
{
    /// <summary>The config under its two names; the first one counts.</summary>
    public static readonly string[] ConfigNames = ["config.json", "bert_config.json"];

    private const string PoolingConfig = "config.json";

    private static readonly string[] Names =
    [
        .. ConfigNames, "vocab.txt", "tokenizer_config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    ];

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>Copies those of a folder, and the config of its pooling module.</summary>
    public static void Copy(string source, HandoverFolder target)
    {
        IEnumerable<string> pooling = Directory.EnumerateDirectories(source, "*_Pooling").Select(folder => Path.Combine(Path.GetFileName(folder), PoolingConfig));
        foreach (string name in Names.Concat(pooling))
        {
            string path = Path.Combine(source, name);
            target.Write(name, path, SmallFile.Read(path));
        }
    }
}
