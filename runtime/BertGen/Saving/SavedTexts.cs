using System.Text.Json;
using BertGen.Checkpoints;

namespace BertGen.Saving;

/// <summary>The small files of a saved model, as other programs for BERT models read them.</summary>
internal static class SavedTexts
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes <c>config.json</c>.</summary>
    public static void WriteConfig(Stream stream, BertConfig config) => WriteObject(stream, json =>
    {
        json.WriteStartArray("architectures");
        json.WriteStringValue("BertModel");
        json.WriteEndArray();
        json.WriteString("model_type", config.ModelType);
        json.WriteNumber("vocab_size", config.VocabularySize);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        json.WriteNumber("num_attention_heads", config.HeadCount);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteString("hidden_act", config.Activation);
        json.WriteNumber("hidden_dropout_prob", config.HiddenDropout);
        json.WriteNumber("attention_probs_dropout_prob", config.AttentionDropout);
        json.WriteNumber("max_position_embeddings", config.PositionCount);
        json.WriteNumber("type_vocab_size", config.TypeCount);
        json.WriteNumber("layer_norm_eps", config.LayerNormEpsilon);
        json.WriteNumber("pad_token_id", config.PadTokenId);
        json.WriteString("position_embedding_type", config.PositionEmbeddingType);
        json.WriteString("torch_dtype", "float32");
    });

    /// <summary>Writes <c>tokenizer_config.json</c>.</summary>
    public static void WriteTokenizer(Stream stream, BertModelInfo model) => WriteObject(stream, json =>
    {
        json.WriteString("tokenizer_class", "BertTokenizer");
        json.WriteBoolean("do_lower_case", model.Lowercase);
        if (model.StripAccents is { } stripAccents)
        {
            json.WriteBoolean("strip_accents", stripAccents);
        }

        json.WriteBoolean("tokenize_chinese_chars", model.SplitChineseCharacters);
        json.WriteNumber("model_max_length", model.PositionCount);
        json.WriteString("unk_token", "[UNK]");
        json.WriteString("sep_token", "[SEP]");
        json.WriteString("pad_token", "[PAD]");
        json.WriteString("cls_token", "[CLS]");
        json.WriteString("mask_token", "[MASK]");
    });

    private static void WriteObject(Stream stream, Action<Utf8JsonWriter> members)
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
