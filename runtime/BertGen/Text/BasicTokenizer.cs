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
    private readonly AsciiStep[] _ascii;

    /// <summary>A tokenizer with these options, or with the default ones.</summary>
    public BasicTokenizer(BasicTokenizerOptions? options = null)
    {
        options ??= new BasicTokenizerOptions();
        _lowercase = options.Lowercase;
        _stripAccents = options.StripAccents ?? options.Lowercase;
        _splitIdeographs = options.SplitChineseCharacters;
        _neverSplit = new TokenSet(options.NeverSplit ?? SpecialTokens.All);
        _ascii = AsciiStep.Table(_lowercase, _neverSplit);
    }

    /// <summary>The words of a text. Unpaired surrogates are removed, like control characters.</summary>
    public string[] Tokenize(ReadOnlySpan<char> text)
    {
        using var work = new TextWorkspace();
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

    /// <summary>
    /// The fast path: white space, lower case and punctuation of ASCII in one pass. Stops at the start of the first
    /// token that needs more, or at the end of the text, and returns the place.
    /// </summary>
    private int AppendAsciiTokens(ReadOnlySpan<char> text, int index, RaggedBuffer<char> words)
    {
        ReadOnlySpan<AsciiStep> steps = _ascii;
        Span<char> chars = words.Values.Free(text.Length - index);
        Span<int> ends = words.Ends.Free(text.Length - index);
        int offset = words.Values.Count;
        int charCount = 0, wordStart = 0, wordCount = 0;

        // Where to go back to when a token turns out to need the general path.
        int tokenStart = index, tokenChars = 0, tokenWords = 0;
        for (; index < text.Length; index++)
        {
            char c = text[index];
            if (c >= steps.Length)
            {
                break;
            }

            AsciiStep step = steps[c];
            if (step.Action == AsciiAction.Separate)
            {
                if (charCount > wordStart)
                {
                    ends[wordCount++] = offset + charCount;
                    wordStart = charCount;
                }

                (tokenStart, tokenChars, tokenWords) = (index + 1, charCount, wordCount);
                continue;
            }

            if (step.Action == AsciiAction.Leave || (step.IsExactCandidate && index == tokenStart))
            {
                break;
            }

            if (step.Action == AsciiAction.Punctuate)
            {
                if (charCount > wordStart)
                {
                    ends[wordCount++] = offset + charCount;
                }

                chars[charCount++] = step.Written;
                ends[wordCount++] = offset + charCount;
                wordStart = charCount;
                continue;
            }

            chars[charCount++] = step.Written;
        }

        if (index < text.Length)
        {
            (index, charCount, wordCount) = (tokenStart, tokenChars, tokenWords);
        }
        else if (charCount > wordStart)
        {
            ends[wordCount++] = offset + charCount;
        }

        words.Values.Advance(charCount);
        words.Ends.Advance(wordCount);
        return index;
    }

    /// <summary>Takes one token of any characters, from its first one on, and returns the place after it.</summary>
    private int AppendGeneralToken(ReadOnlySpan<char> text, int index, TextWorkspace work)
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
