using System.Text.Json.Nodes;

namespace BertGen.Benchmarks.Text;

/// <summary>Writes what Hugging Face's tokenizer reads, <c>tokenizer.json</c>, for a lower-case WordPiece vocabulary.</summary>
internal static class TokenizerFile
{
    private const string Start = "[CLS]", End = "[SEP]", Unknown = "[UNK]";
    private const int LongestWord = 100;

    /// <summary>The file for a vocabulary, whose lines are the pieces in the order of their ids.</summary>
    public static string Of(string[] pieces)
    {
        var vocabulary = new JsonObject(pieces.Select((piece, id) => KeyValuePair.Create(piece, (JsonNode?)id)));
        return new JsonObject
        {
            ["version"] = "1.0",
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = true,
                ["lowercase"] = true,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "BertProcessing",
                ["cls"] = new JsonArray(Start, Array.IndexOf(pieces, Start)),
                ["sep"] = new JsonArray(End, Array.IndexOf(pieces, End)),
            },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = Unknown,
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = LongestWord,
                ["vocab"] = vocabulary,
            },
        }.ToJsonString();
    }
}
