using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the vocabulary files of folders without <c>tokenizer.json</c>.</summary>
internal static class VocabularyFiles
{
    private const string VersionMark = "#version";

    /// <summary>Reads <c>vocab.txt</c>: a token a line without the white space at its end, the number of the line is its id.</summary>
    /// <returns>The tokens, or null where there is no file.</returns>
    public static TokenTable? ReadText(TokenizerFiles folder)
    {
        string? text = FolderFile.ReadText(folder, FolderFile.VocabularyText, out string path);
        if (text is null)
        {
            return null;
        }

        using var tokens = new TokenTableBuilder(text.AsSpan().Count('\n') + 1);
        int id = 0;
        foreach (ReadOnlySpan<char> line in LinesOf(text))
        {
            ReadOnlySpan<char> token = line;
            while (!token.IsEmpty && Character.IsSpace(token[^1]))
            {
                token = token[..^1];
            }

            try
            {
                tokens.Add(token, id++);
            }
            catch (InvalidOperationException e)
            {
                throw new TokenizerException(path, $"line {id}", $"{e.Message}.", e);
            }
        }

        return tokens.Build();
    }

    /// <summary>Reads <c>vocab.json</c>, or returns null where there is none.</summary>
    public static TokenTable? ReadJson(TokenizerFiles folder) =>
        FolderFile.ReadTable(folder, FolderFile.VocabularyJson) is { } table ? ModelReader.ReadTokens(table) : null;

    /// <summary>Reads <c>merges.txt</c>, or returns null where there is none.</summary>
    public static MergeTable? ReadMerges(TokenizerFiles folder, TokenTable tokens)
    {
        string? text = FolderFile.ReadText(folder, FolderFile.Merges, out string path);
        if (text is null)
        {
            return null;
        }

        int count = 0;
        foreach (ReadOnlySpan<char> _ in LinesOf(text))
        {
            count++;
        }

        var reader = new MergeReader(tokens, string.Empty, count);
        int number = 0;
        foreach (ReadOnlySpan<char> line in LinesOf(text))
        {
            number++;
            ReadOnlySpan<char> merge = line.EndsWith('\r') ? line[..^1] : line;
            if (!merge.StartsWith(VersionMark) && reader.AddLine(merge) is { } problem)
            {
                throw new TokenizerException(path, $"line {number}", $"{problem}.");
            }
        }

        return reader.Merges;
    }

    /// <summary>The lines of a text, which line feeds end; none behind the last one.</summary>
    private static LineEnumerable LinesOf(string text) => new(text);

    private readonly ref struct LineEnumerable(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;

        public LineEnumerator GetEnumerator() => new(_text);
    }

    private ref struct LineEnumerator(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            int end = _rest.IndexOf('\n');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            return true;
        }
    }
}
