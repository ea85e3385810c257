using System.Globalization;
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
        WriteKeys(json, [.. values.Where(value => value.Key.IsSaved).Select(value => (value.Key.Name, value.Key, value.Value))]);
        WriteLabels(json, config.Labels);
        json.WriteString("torch_dtype", "float32");
    });

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        json.WriteStartObject("id2label");
        for (int i = 0; i < labels.Count; i++)
        {
            json.WriteString(i.ToString(CultureInfo.InvariantCulture), labels[i]);
        }

        json.WriteEndObject();
        json.WriteStartObject("label2id");
        foreach ((string label, int number) in labels.Select((label, i) => (label, i)).GroupBy(item => item.label).Select(group => (group.Key, group.Last().i)))
        {
            json.WriteNumber(label, number);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes keys, and an object for those that have the same name before a dot, where the first of them stands.</summary>
    private static void WriteKeys(Utf8JsonWriter json, IReadOnlyList<(string Name, ConfigKey Key, object Value)> values)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, ConfigKey key, object value) in values)
        {
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                WriteKey(json, name, key, value);
            }
            else if (written.Add(name[..dot]))
            {
                string before = name[..(dot + 1)];
                json.WriteStartObject(name[..dot]);
                WriteKeys(json, [.. values.Where(other => other.Name.StartsWith(before, StringComparison.Ordinal)).Select(other => (other.Name[before.Length..], other.Key, other.Value))]);
                json.WriteEndObject();
            }
        }
    }

    private static void WriteKey(Utf8JsonWriter json, string name, ConfigKey key, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            case string texts when key.Kind == ConfigKeyKind.Texts:
                json.WriteStartArray(name);
                foreach (string text in texts.Split(", "))
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case true:
                json.WriteBoolean(name, true);
                break;
            case false when key.Absent is true:
                json.WriteBoolean(name, false);
                break;
        }
    }

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
        json.WriteNumber("model_max_length", limit ?? (model.PositionCount - (model.PositionPaddingId + 1 ?? 0)));
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
