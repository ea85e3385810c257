using System.Text;
using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>
/// Turns texts or words into rows of word piece ids, with offsets and token types: the indexer without the type of its
/// model. Immutable, and safe for concurrent use.
/// </summary>
internal sealed class WordPieceIndexer
{
    private readonly BasicTokenizer _words;
    private readonly WordPieceTokenizer _pieces;
    private readonly AsciiSpeller _ascii;
    private readonly WindowLayout _layout;
    private readonly int _typeCount;
    private readonly TokenSet _neverLowercase;
    private readonly int[] _separatorIds;
    private readonly int _encodeLimit;
    private readonly bool _lowercase;
    private readonly bool _lowercaseAgain;
    private readonly bool _truncate;
    private readonly bool _splitsWords;
    private readonly bool _offsetsAtFirstPiece;

    /// <summary>An indexer; what the options leave open is as the model was compiled.</summary>
    public WordPieceIndexer(Vocabulary vocabulary, IndexerOptions options, BertModelInfo model)
    {
        _pieces = new WordPieceTokenizer(vocabulary);
        StartIds = SpellAll(options.StartTokens);
        EndIds = SpellAll(options.EndTokens);
        _separatorIds = _pieces.Tokenize(options.SeparatorToken);
        _lowercase = options.Lowercase ?? model.Lowercase;
        _truncate = options.TruncateLongSequences;
        _splitsWords = options.SplitGivenWords;
        _offsetsAtFirstPiece = options.UseStartingOffsets;
        _neverLowercase = new TokenSet(options.NeverLowercase ?? SpecialTokens.All);

        // The words that keep their case are the indexer's alone: splitting a text spares only the special tokens.
        _words = new BasicTokenizer(new BasicTokenizerOptions
        {
            Lowercase = _lowercase,
            StripAccents = options.StripAccents ?? model.StripAccents,
            SplitChineseCharacters = options.SplitChineseCharacters ?? model.SplitChineseCharacters,
            NeverSplit = SpecialTokens.All,
        });

        _ascii = new AsciiSpeller(_words.Scanner, _pieces, vocabulary.ShortPieces);

        // The original lowercases the words of a text twice. The second time changes only what the first one spared.
        _lowercaseAgain = _lowercase && !SpecialTokens.All.All(token => _neverLowercase.Contains(token));

        int maxPieces = options.MaxPieces ?? model.MaxPieces;
        _layout = new WindowLayout(StartIds, EndIds, maxPieces);
        _typeCount = model.TypeCount;
        _encodeLimit = EncodeLimit(maxPieces, model);
    }

    /// <summary>Ids of the start tokens.</summary>
    public int[] StartIds { get; }

    /// <summary>Ids of the end tokens.</summary>
    public int[] EndIds { get; }

    /// <summary>Appends one row for each text.</summary>
    public void IndexTexts(ReadOnlySpan<string> texts, IndexedRows rows)
    {
        using TextWorkspace work = TextWorkspace.Rent();
        foreach (string text in texts)
        {
            SpellText(text, int.MaxValue, work);
            AppendRow(work, rows);
        }
    }

    /// <summary>Appends one row for each list of words. A word may hold white space, or nothing.</summary>
    public void IndexTokens(IReadOnlyList<IReadOnlyList<string>> texts, IndexedRows rows)
    {
        using TextWorkspace work = TextWorkspace.Rent();
        foreach (IReadOnlyList<string> tokens in texts)
        {
            work.Pieces.Clear();
            foreach (string token in tokens)
            {
                if (_splitsWords)
                {
                    AppendWholeWord(token, work);
                    continue;
                }

                bool lower = _lowercase && !_neverLowercase.Contains(token);
                _pieces.AppendText(lower ? Lower(token, work) : token, work.Pieces.Values);
                work.Pieces.EndRow();
            }

            AppendRow(work, rows);
        }
    }

    /// <summary>Appends a row of pieces for a given word, which is cleaned and split as a text is.</summary>
    private void AppendWholeWord(string word, TextWorkspace work)
    {
        RaggedBuffer<int> pieces = work.Pieces;
        int rows = pieces.Ends.Count;
        for (int index = 0; index < word.Length;)
        {
            index = _ascii.Append(word, index, int.MaxValue, pieces);
            if (index < word.Length)
            {
                index = AppendGeneralToken(word, index, work);
            }
        }

        // Every part of the word has ended a row of its own.
        pieces.Ends.Truncate(rows);
        pieces.EndRow();
    }

    /// <summary>Appends one row for each text, whose words are spelled already.</summary>
    public void IndexPieces(IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> texts, IndexedRows rows)
    {
        using TextWorkspace work = TextWorkspace.Rent();
        foreach (IReadOnlyList<IReadOnlyList<int>> words in texts)
        {
            work.Pieces.Clear();
            foreach (IReadOnlyList<int> word in words)
            {
                foreach (int piece in word)
                {
                    work.Pieces.Values.Add(piece);
                }

                work.Pieces.EndRow();
            }

            AppendRow(work, rows);
        }
    }

    /// <summary>Appends one row for each text: pieces only, cut or in windows, as the model takes long texts.</summary>
    public void Encode(ReadOnlySpan<string> texts, RaggedBuffer<int> rows)
    {
        using TextWorkspace work = TextWorkspace.Rent();
        PooledBuffer<int> pieces = work.Pieces.Values;
        foreach (string text in texts)
        {
            SpellText(text, _encodeLimit, work);
            if (pieces.Count > _encodeLimit)
            {
                pieces.Truncate(_encodeLimit);
            }

            if (pieces.Count <= _layout.Room)
            {
                _layout.AppendFramed(pieces.Written, rows.Values);
            }
            else
            {
                _layout.AppendWindows(pieces.Written, rows.Values);
            }

            rows.EndRow();
        }
    }

    /// <summary>Pieces that <see cref="Encode"/> takes of a text: a stated limit, or all of them, for windows.</summary>
    private int EncodeLimit(int maxPieces, BertModelInfo model)
    {
        int limit = model.SequenceLimit > 0 ? Math.Min(model.SequenceLimit, maxPieces) : maxPieces;
        bool cuts = model.SequenceLimit > 0 || maxPieces < model.MaxPieces;
        return cuts ? Math.Max(0, limit - StartIds.Length - EndIds.Length) : int.MaxValue;
    }

    private int[] SpellAll(IReadOnlyList<string> tokens)
    {
        using var ids = new PooledBuffer<int>();
        foreach (string token in tokens)
        {
            _pieces.AppendText(token, ids);
        }

        return ids.Written.ToArray();
    }

    /// <summary>
    /// Replaces <see cref="TextWorkspace.Pieces"/> by those of a text: a row a word, and no more words once there are more
    /// pieces than the limit.
    /// </summary>
    private void SpellText(ReadOnlySpan<char> text, int limit, TextWorkspace work)
    {
        RaggedBuffer<int> pieces = work.Pieces;
        pieces.Clear();
        for (int index = 0; index < text.Length && pieces.Values.Count <= limit;)
        {
            index = _ascii.Append(text, index, limit, pieces);
            if (index < text.Length)
            {
                index = AppendGeneralToken(text, index, work);
            }
        }
    }

    private int AppendGeneralToken(ReadOnlySpan<char> text, int index, TextWorkspace work)
    {
        work.Words.Clear();
        index = _words.AppendGeneralToken(text, index, work);
        for (int i = 0; i < work.Words.Count; i++)
        {
            AppendTextWord(work.Words[i], work);
            work.Pieces.EndRow();
        }

        return index;
    }

    private void AppendTextWord(ReadOnlySpan<char> word, TextWorkspace work)
    {
        if (_lowercaseAgain && !_neverLowercase.Contains(word))
        {
            word = Lower(word, work);
        }

        _pieces.AppendWord(word, work.Pieces.Values);
    }

    private void AppendRow(TextWorkspace work, IndexedRows rows)
    {
        ReadOnlySpan<int> pieces = work.Pieces.Values.Written;
        work.TokenTypes.Clear();
        TokenTypes.Append(pieces, _separatorIds, work.TokenTypes);
        ReadOnlySpan<int> types = work.TokenTypes.Written;
        int kept = _layout.AppendOffsets(work.Pieces, _offsetsAtFirstPiece, _truncate, rows.Offsets.Values);
        if (pieces.Length > _layout.Room && !_truncate)
        {
            CheckTypes(types, rows.InputIds.Count);
            int windows = _layout.AppendWindows(pieces, rows.InputIds.Values);
            _layout.AppendTypeWindows(types, windows, rows.TokenTypeIds.Values);
        }
        else
        {
            int taken = pieces.Length > _layout.Room ? kept : pieces.Length;
            CheckTypes(types[..taken], rows.InputIds.Count);
            _layout.AppendFramed(pieces[..taken], rows.InputIds.Values);
            _layout.AppendFramedTypes(types[..taken], rows.TokenTypeIds.Values);
        }

        rows.Offsets.EndRow();
        rows.InputIds.EndRow();
        rows.TokenTypeIds.EndRow();
    }

    // Families without types take any; others have as many as their table.
    private void CheckTypes(ReadOnlySpan<int> types, int text)
    {
        if (_typeCount > 0 && !types.IsEmpty && types[^1] >= _typeCount)
        {
            throw new ArgumentException(
                $"Text {text} has {types[^1]} separators with pieces behind them, but the model has {_typeCount} token types, 0 to {_typeCount - 1}: take them out of the text, or set {nameof(IndexerOptions.SeparatorToken)} to null, so that all types are 0.");
        }
    }

    /// <summary>The token in lower case: itself, or a span of the workspace.</summary>
    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> token, TextWorkspace work)
    {
        if (Ascii.IsValid(token) && !token.ContainsAnyInRange('A', 'Z'))
        {
            return token;
        }

        work.Token.Clear();
        for (int index = 0; index < token.Length;)
        {
            work.Token.Add(CodePoint.Read(token, ref index));
        }

        work.Lowered.Clear();
        Lowercase.Append(work.Token.Written, work.Lowered);
        work.Chars.Clear();
        foreach (int codePoint in work.Lowered.Written)
        {
            CodePoint.Write(codePoint, work.Chars);
        }

        return work.Chars.Written;
    }
}
