using System.Globalization;
using System.Text.Json;
using BertGen.Text.Tokenizers.Loading;

namespace BertGen.Saving;

/// <summary>The files that sentence-transformers 6 has beside the weights of every kind of model.</summary>
internal static class LibraryFiles
{
    public const string Library = "sentence_transformers.";
    public const string Base = Library + "base.modules.";
    public const string Modules = "modules.json";
    public const string Sentences = "config_sentence_transformers.json";
    public const string Encoder = "sentence_bert_config.json";

    private static readonly string[] TokenizerNames =
        [FolderFile.Tokenizer, FolderFile.SpecialTokensMap, FolderFile.AddedTokens, FolderFile.VocabularyJson, FolderFile.Merges, .. ModelTexts.SentencePieceNames];

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> Names => [Modules, Sentences, Encoder, .. TokenizerNames];

    /// <summary>Writes the files of the tokenizer as they are, and its settings with a limit.</summary>
    /// <returns>The names of those that not every saved model has.</returns>
    public static IEnumerable<string> WriteTokenizer(FolderReplacement target, ModelTexts texts, BertModelInfo info, int limit)
    {
        target.Add(FolderFile.TokenizerConfig, stream => WriteSettings(stream, texts, info, limit));
        var names = new List<string>();
        foreach (string name in TokenizerNames)
        {
            if (texts.Find(name) is { } content)
            {
                target.Add(name, stream => stream.Write(content));
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Writes <c>modules.json</c>.</summary>
    public static void WriteModules(Stream stream, IReadOnlyList<(string Folder, string Type)> modules)
    {
        using (var json = new Utf8JsonWriter(stream, SavedTexts.Indented))
        {
            json.WriteStartArray();
            for (int i = 0; i < modules.Count; i++)
            {
                json.WriteStartObject();
                json.WriteNumber("idx", i);
                json.WriteString("name", i.ToString(CultureInfo.InvariantCulture));
                json.WriteString("path", modules[i].Folder);
                json.WriteString("type", modules[i].Type);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        stream.Write("\n"u8);
    }

    /// <summary>Writes what the settings of a tokenizer cannot say: a limit above the positions, no cut at all, and lower case before it.</summary>
    public static void WriteLimits(Utf8JsonWriter json, int limit, bool lowercasesFirst, BertModelInfo info)
    {
        if (limit == 0 || limit > info.PositionCount)
        {
            json.WriteNumber("max_seq_length", Math.Max(limit, 1));
        }

        if (lowercasesFirst)
        {
            json.WriteBoolean("do_lower_case", true);
        }
    }

    /// <summary>Writes what the encoder is loaded for.</summary>
    public static void WriteTask(Utf8JsonWriter json, string task, string output, string name)
    {
        json.WriteString("transformer_task", task);
        json.WriteStartObject("modality_config");
        json.WriteStartObject("text");
        json.WriteString("method", "forward");
        json.WriteString("method_output_name", output);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("module_output_name", name);
    }

    /// <summary>Writes the class of the model, the versions whose form the folder has, and the prompts.</summary>
    public static void WriteModel(Utf8JsonWriter json, string type, IEnumerable<KeyValuePair<string, string>> prompts)
    {
        json.WriteString("model_type", type);
        json.WriteStartObject("__version__");
        json.WriteString("sentence_transformers", "6.2.0");
        json.WriteString("transformers", "5.24.0");
        json.WriteEndObject();
        json.WriteStartObject("prompts");
        foreach ((string name, string prompt) in prompts)
        {
            json.WriteString(name, prompt);
        }

        json.WriteEndObject();
    }

    private static void WriteSettings(Stream stream, ModelTexts texts, BertModelInfo info, int limit)
    {
        const string Limit = "model_max_length";
        if (texts.Find(FolderFile.TokenizerConfig) is not { } content)
        {
            SavedTexts.WriteTokenizer(stream, info, limit);
            return;
        }

        using JsonDocument settings = JsonDocument.Parse(content);
        SavedTexts.WriteObject(stream, json =>
        {
            foreach (JsonProperty member in settings.RootElement.EnumerateObject().Where(member => member.Name is not (Limit or "max_len")))
            {
                member.WriteTo(json);
            }

            json.WriteNumber(Limit, limit);
        });
    }
}
