using System.Runtime.CompilerServices;
using System.Text;
using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>
/// Cuts text into words as BERT's basic tokenizer does: removes control characters, isolates CJK ideographs, splits at
/// white space, lowercases, strips accents and makes every punctuation character a word of its own. Immutable, and
/// safe for concurrent use.
/// </summary>
public sealed class BasicTokenizer
{
    private readonly bool _lowercase;
    private readonly bool _stripAccents;
    private readonly bool _splitIdeographs;
    private readonly TokenSet _neverSplit;

    /// <summary>A tokenizer with these options, or with the default ones.</summary>
    public BasicTokenizer(BasicTokenizerOptions? options = null)
    {
        options ??= new BasicTokenizerOptions();
        _lowercase = options.Lowercase;
        _stripAccents = options.StripAccents ?? options.Lowercase;
        _splitIdeographs = options.SplitChineseCharacters;
        _neverSplit = new TokenSet(options.NeverSplit ?? SpecialTokens.All);
        Scanner = new AsciiScanner(_lowercase, _neverSplit);
    }

    /// <summary>The fast path for ASCII.</summary>
    internal AsciiScanner Scanner { get; }

    /// <summary>The words of a text. Unpaired surrogates are removed, like control characters.</summary>
    public string[] Tokenize(ReadOnlySpan<char> text)
    {
        using TextWorkspace work = TextWorkspace.Rent();
        Tokenize(text, work);
        var words = new string[work.Words.Count];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = work.Words[i].ToString();
        }

        return words;
    }

    /// <summary>Replaces <see cref="TextWorkspace.Words"/> by the words of a text.</summary>
    internal void Tokenize(ReadOnlySpan<char> text, TextWorkspace work)
    {
        work.Words.Clear();
        int index = 0;
        while ((index = AppendAsciiTokens(text, index, work.Words)) < text.Length)
        {
            index = AppendGeneralToken(text, index, work);
        }
    }

    /// <summary>Appends the words of one token of any characters, and returns the place after it.</summary>
    internal int AppendGeneralToken(ReadOnlySpan<char> text, int index, TextWorkspace work)
    {
        PooledBuffer<int> token = work.Token;
        token.Clear();
        while (index < text.Length)
        {
            int next = index;
            int codePoint = CodePoint.Read(text, ref next);
            CodePointTraits traits = CodePoint.TraitsOf(codePoint);
            bool alone = _splitIdeographs
                && (traits & (CodePointTraits.Ideograph | CodePointTraits.Dropped)) == CodePointTraits.Ideograph;
            if (alone && token.Count > 0)
            {
                break;
            }

            index = next;
            if ((traits & CodePointTraits.Separator) != 0)
            {
                break;
            }

            if ((traits & CodePointTraits.Dropped) == 0)
            {
                token.Add(codePoint);
            }

            if (alone)
            {
                break;
            }
        }

        AppendToken(work);
        return index;
    }

    /// <summary>
    /// Appends the words of tokens that the fast path takes, and returns the place of the first other one, or the end.
    /// </summary>
    [SkipLocalsInit]
    private int AppendAsciiTokens(ReadOnlySpan<char> text, int index, RaggedBuffer<char> words)
    {
        Span<byte> characters = stackalloc byte[AsciiScanner.BufferLength];
        for (bool more = index < text.Length; more;)
        {
            AsciiBlock block = Scanner.Read(text[index..], characters);
            while (block.TryNext(out int start, out int length))
            {
                Ascii.ToUtf16(characters.Slice(start, length), words.Values.Free(length), out _);
                words.Values.Advance(length);
                words.EndRow();
            }

            index += block.Length;
            more = !block.IsLast;
        }

        return index;
    }

    private void AppendToken(TextWorkspace work)
    {
        PooledBuffer<int> token = work.Token;
        bool whole = IsNeverSplit(token, work.Chars);
        if (!whole && (_lowercase || _stripAccents))
        {
            token = Rewrite(token, work);
            whole = IsNeverSplit(token, work.Chars);
        }

        RaggedBuffer<char> words = work.Words;
        foreach (int codePoint in token.Written)
        {
            bool alone = !whole && (CodePoint.TraitsOf(codePoint) & CodePointTraits.Punctuation) != 0;
            if (alone)
            {
                words.EndRowIfAny();
            }

            CodePoint.Write(codePoint, words.Values);
            if (alone)
            {
                words.EndRow();
            }
        }

        words.EndRowIfAny();
    }

    private PooledBuffer<int> Rewrite(PooledBuffer<int> token, TextWorkspace work)
    {
        if (_lowercase)
        {
            work.Lowered.Clear();
            Lowercase.Append(token.Written, work.Lowered);
            token = work.Lowered;
        }

        if (_stripAccents)
        {
            work.Stripped.Clear();
            CanonicalDecomposition.Append(token.Written, work.Stripped);
            token = work.Stripped;
            RemoveMarks(token);
        }

        return token;
    }

    private static void RemoveMarks(PooledBuffer<int> token)
    {
        Span<int> codePoints = token.Written;
        int kept = 0;
        foreach (int codePoint in codePoints)
        {
            if ((CodePoint.TraitsOf(codePoint) & CodePointTraits.NonspacingMark) == 0)
            {
                codePoints[kept++] = codePoint;
            }
        }

        token.Truncate(kept);
    }

    private bool IsNeverSplit(PooledBuffer<int> token, PooledBuffer<char> chars)
    {
        chars.Clear();
        foreach (int codePoint in token.Written)
        {
            CodePoint.Write(codePoint, chars);
        }

        return _neverSplit.Contains(chars.Written);
    }
}
