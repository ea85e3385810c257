using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the files of a model folder, which may be hostile: sizes and depths have limits.</summary>
internal static class FolderFile
{
    /// <summary>The whole tokenizer.</summary>
    public const string Tokenizer = "tokenizer.json";

    /// <summary>Settings of the tokenizer's class.</summary>
    public const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>The model's config.</summary>
    public const string Config = "config.json";

    /// <summary>Special tokens, of older folders.</summary>
    public const string SpecialTokensMap = "special_tokens_map.json";

    /// <summary>Added tokens and their ids, of older folders.</summary>
    public const string AddedTokens = "added_tokens.json";

    /// <summary>A vocabulary with a token a line.</summary>
    public const string VocabularyText = "vocab.txt";

    /// <summary>A vocabulary of byte-pair tokenizers.</summary>
    public const string VocabularyJson = "vocab.json";

    /// <summary>Their merges.</summary>
    public const string Merges = "merges.txt";

    private const int MaxDepth = 64;
    private const int MaxVocabularyLength = 1 << 29;
    private const int MaxConfigLength = 1 << 26;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a file, or returns null where there is none.</summary>
    /// <exception cref="TokenizerException">It is too long or cannot be read.</exception>
    public static byte[]? ReadBytes(string folder, string name, out string path)
    {
        path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return null;
        }

        bool isConfig = name is Config or TokenizerConfig or SpecialTokensMap or AddedTokens;
        int limit = isConfig ? MaxConfigLength : MaxVocabularyLength;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length > limit)
            {
                throw new TokenizerException(path, null, $"expected at most {limit} bytes, found {stream.Length}.");
            }

            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException(path, null, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a text in UTF-8, or returns null where there is no file.</summary>
    /// <exception cref="TokenizerException">It is no UTF-8, or cannot be read.</exception>
    public static string? ReadText(string folder, string name, out string path)
    {
        byte[]? content = ReadBytes(folder, name, out path);
        return content is null ? null
            : Utf8.IsValid(content) ? Encoding.UTF8.GetString(content)
            : throw new TokenizerException(path, null, "expected UTF-8, found other bytes.");
    }

    /// <summary>Reads a JSON file, or returns null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file.</param>
    /// <param name="root">Its value, which lives as long as the document.</param>
    /// <exception cref="TokenizerException">It is no JSON, or cannot be read.</exception>
    public static JsonDocument? ReadJson(string folder, string name, out JsonPart root)
    {
        byte[]? content = ReadBytes(folder, name, out string path);
        root = default;
        if (content is null)
        {
            return null;
        }

        int skipped = content.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        try
        {
            var document = JsonDocument.Parse(content.AsMemory(skipped), new JsonDocumentOptions { MaxDepth = MaxDepth });
            root = new JsonPart(document.RootElement, path, "$");
            return document;
        }
        catch (JsonException e)
        {
            throw new TokenizerException(path, null, $"is not valid JSON: {e.Message}", e);
        }
    }
}
