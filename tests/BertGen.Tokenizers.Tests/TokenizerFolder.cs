using System.Text.Json.Nodes;

namespace BertGen.Tokenizers.Tests;

/// <summary>A folder with tokenizer files of a test's own, removed with it.</summary>
internal sealed class TokenizerFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("bertgen-tokenizer-").FullName;

    /// <summary>A small BERT tokenizer in <c>tokenizer.json</c>, to be changed.</summary>
    public static JsonObject Bert() => (JsonObject)JsonNode.Parse("""
        {
          "version": "1.0",
          "added_tokens": [
            {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}
          ],
          "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}}
          },
          "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
          "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
            "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "a": 5, "##b": 6}
          }
        }
        """)!;

    /// <summary>A byte-pair model.</summary>
    public static JsonObject BytePair() => (JsonObject)JsonNode.Parse("""
        {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]]}
        """)!;

    /// <summary>A model with scores.</summary>
    public static JsonObject Unigram() => (JsonObject)JsonNode.Parse("""
        {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", -1.0], ["b", -1.5]]}
        """)!;

    /// <summary>Writes a file.</summary>
    public TokenizerFolder Write(string name, string content)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    /// <summary>Writes a file of any bytes.</summary>
    public TokenizerFolder Write(string name, byte[] content)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    /// <summary>Writes <c>tokenizer.json</c>.</summary>
    public TokenizerFolder Write(JsonObject tokenizer) => Write("tokenizer.json", tokenizer.ToJsonString());

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
