using System.Text.Json;
using BertGen.Checkpoints;

namespace BertGen.Saving;

/// <summary>The small files of a saved model, as other programs for BERT models read them.</summary>
internal static class SavedTexts
{
    public static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes <c>config.json</c>.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="config">The model.</param>
    /// <param name="values">Its keys, with the values that are saved.</param>
    public static void WriteConfig(Stream stream, ModelConfig config, IReadOnlyList<(ConfigKey Key, object Value)> values) => WriteObject(stream, json =>
    {
        json.WriteStartArray("architectures");
        json.WriteStringValue(config.Architecture);
        json.WriteEndArray();
        foreach ((ConfigKey key, object value) in values)
        {
            switch (value)
            {
                case int number:
                    json.WriteNumber(key.Name, number);
                    break;
                case double number:
                    json.WriteNumber(key.Name, number);
                    break;
                case string text:
                    json.WriteString(key.Name, text);
                    break;
                case true:
                    json.WriteBoolean(key.Name, true);
                    break;
            }
        }

        json.WriteString("torch_dtype", "float32");
    });

    /// <summary>Writes <c>tokenizer_config.json</c>.</summary>
    public static void WriteTokenizer(Stream stream, BertModelInfo model, int? limit = null) => WriteObject(stream, json =>
    {
        json.WriteString("tokenizer_class", "BertTokenizer");
        json.WriteBoolean("do_lower_case", model.Lowercase);
        if (model.StripAccents is { } stripAccents)
        {
            json.WriteBoolean("strip_accents", stripAccents);
        }

        json.WriteBoolean("tokenize_chinese_chars", model.SplitChineseCharacters);
        json.WriteNumber("model_max_length", limit ?? model.PositionCount);
        json.WriteString("unk_token", "[UNK]");
        json.WriteString("sep_token", "[SEP]");
        json.WriteString("pad_token", "[PAD]");
        json.WriteString("cls_token", "[CLS]");
        json.WriteString("mask_token", "[MASK]");
    });

    /// <summary>Writes an object.</summary>
    public static void WriteObject(Stream stream, Action<Utf8JsonWriter> members)
    {
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
    }
}
