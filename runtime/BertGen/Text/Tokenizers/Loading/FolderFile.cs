using System.Text;
using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Common.Files;

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

    /// <summary>Reads a file, or returns null where there is none.</summary>
    /// <exception cref="TokenizerException">It is too long or cannot be read.</exception>
    public static byte[]? ReadBytes(TokenizerFiles folder, string name, out string path)
    {
        path = folder.PathOf(name);
        if (folder.Archived is { } archived)
        {
            return archived.GetValueOrDefault(name);
        }

        if (!Path.Exists(path))
        {
            return null;
        }

        int limit = name.EndsWith(".model", StringComparison.Ordinal) ? FileLimits.Tokenizer : FileLimits.BytesOf(name);
        byte[] content;
        try
        {
            content = PlainFile.ReadAll(path, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException(path, null, $"cannot be read: {e.Message}.", e);
        }

        return LfsPointer.Is(content) ? throw new TokenizerException(path, null, $"expected a file of a tokenizer, {LfsPointer.Found}") : content;
    }

    /// <summary>Reads a text in UTF-8, or returns null where there is no file.</summary>
    /// <exception cref="TokenizerException">It is no UTF-8, or cannot be read.</exception>
    public static string? ReadText(TokenizerFiles folder, string name, out string path)
    {
        byte[]? content = ReadBytes(folder, name, out path);
        if (content is null)
        {
            return null;
        }

        CheckText(content, path);
        return Encoding.UTF8.GetString(content);
    }

    /// <summary>Reads a JSON file, or returns null where there is none. A byte order mark is passed over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file.</param>
    /// <param name="root">Its value, which lives as long as the document.</param>
    /// <exception cref="TokenizerException">It is no JSON, or cannot be read.</exception>
    public static JsonDocument? ReadJson(TokenizerFiles folder, string name, out JsonPart root)
    {
        byte[]? content = ReadBytes(folder, name, out string path);
        root = default;
        if (content is null)
        {
            return null;
        }

        CheckText(content, path);
        ReadOnlyMemory<byte> json = WithoutMark(content);
        try
        {
            JsonTables? tables = null;
            if (name == Tokenizer)
            {
                tables = JsonTables.Cut(json, path, out byte[] rest);
                json = rest;
            }

            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            root = new JsonPart(document.RootElement, path, "$", tables);
            return document;
        }
        catch (JsonException e)
        {
            throw Invalid(path, e);
        }
    }

    /// <summary>Reads a JSON file that is one table, or returns null where there is no file.</summary>
    /// <exception cref="TokenizerException">It is no JSON, or cannot be read.</exception>
    public static JsonTable? ReadTable(TokenizerFiles folder, string name)
    {
        byte[]? content = ReadBytes(folder, name, out string path);
        if (content is null)
        {
            return null;
        }

        CheckText(content, path);
        try
        {
            return JsonTables.Whole(WithoutMark(content), path);
        }
        catch (JsonException e)
        {
            throw Invalid(path, e);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] content) => content.AsMemory(TextCheck.HasMark(content) ? 3 : 0);

    private static TokenizerException Invalid(string path, JsonException e) =>
        new(path, $"line {e.LineNumber + 1}", $"is not valid JSON: {e.Message.Split(" LineNumber:")[0]}", e);

    private static void CheckText(ReadOnlySpan<byte> content, string path)
    {
        if (TextCheck.Find(content) is { } problem)
        {
            throw new TokenizerException(path, $"line {problem.Line}, column {problem.Column}", $"expected text in UTF-8, {problem.Text}.");
        }
    }
}
