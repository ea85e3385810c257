using System.Globalization;
using BertGen.Engine.Pipeline;
using BertGen.Text.Tokenizers;

namespace BertGen.Text.Chunks;

/// <summary>Cuts texts in chunks by the pieces of a model's tokenizer. Words stay whole, but for a word that is longer than a chunk.</summary>
internal sealed class TextChunker
{
    /// <summary>The limit where a model has none.</summary>
    private const int StandardLimit = 512;

    private readonly ISentenceEmbedder _embedder;
    private readonly ChunkOptions _options;
    private readonly EncodingOptions _encoding;
    private readonly string _prompt;
    private readonly int _limit;
    private readonly int _room;

    /// <exception cref="ArgumentException">The options leave no room for a piece, or an overlap as long as a chunk.</exception>
    public TextChunker(ISentenceEmbedder embedder, ChunkOptions options, EmbedOptions? call = null)
    {
        (_embedder, _options, _encoding) = (embedder, options, OptionsOf(embedder));
        SentencePlan? plan = embedder.ModelInfo.Sentences;
        SentenceCall sentence = call is null ? default : SentenceCall.Of(call);
        _prompt = plan?.PromptOf(sentence) ?? "";
        int limit = plan?.LimitOf(sentence) ?? (embedder.ModelInfo.MaxPieces > 0 ? embedder.ModelInfo.MaxPieces : StandardLimit);
        if (options.MaxTokens > limit && embedder.ModelInfo.MaxPieces > 0)
        {
            throw new ArgumentException($"Expected at most {limit} pieces in a chunk, the limit of {embedder.ModelInfo.Name}; found {options.MaxTokens}.", nameof(options));
        }

        _limit = options.MaxTokens ?? limit;
        _room = _limit - CountOf("");
        if (_room < 1)
        {
            throw new ArgumentException($"Expected room for a piece in a chunk: special pieces and prompt need {_limit - _room} of {_limit}.", nameof(options));
        }

        if (options.OverlapTokens < 0 || options.OverlapTokens >= _room)
        {
            throw new ArgumentException($"Expected an overlap of 0 to {_room - 1} pieces, as {_room} are left for the text; found {options.OverlapTokens}.", nameof(options));
        }
    }

    /// <summary>How a model's texts are encoded: a table of static vectors has no special pieces.</summary>
    public static EncodingOptions OptionsOf(ISentenceEmbedder embedder) => new() { AddsSpecialTokens = embedder.ModelInfo.MaxPieces > 0 };

    public IReadOnlyList<TextChunk> Cut(string text)
    {
        TokenRow all = _embedder.Tokenizer.Encode(text, new EncodingOptions { AddsSpecialTokens = false });
        var chunks = new List<TextChunk>();
        int first = 0, end = 0;
        while (end < all.Count)
        {
            // An overlap that leaves no room for a new word is shortened.
            (TextChunk chunk, int reached) = Longest(text, all, first);
            while (reached <= end)
            {
                first = Math.Min(NextWord(all, first), end);
                (chunk, reached) = Longest(text, all, first);
            }

            chunks.Add(chunk);
            end = reached;
            first = Math.Max(first + 1, Overlapped(all, end));
        }

        return chunks;
    }

    /// <summary>The longest chunk that begins with a piece, and the piece behind it.</summary>
    private (TextChunk Chunk, int End) Longest(string text, TokenRow all, int first)
    {
        int end = End(text, all, first, Math.Min(first + _room, all.Count));
        TextChunk chunk = Chunk(text, all, first, end);

        // A part has other pieces than the whole has at this place where a tokenizer looks at what stands before it.
        while (chunk.TokenCount > _limit && end - first > 1)
        {
            end = End(text, all, first, end - Math.Min(chunk.TokenCount - _limit, end - first - 1));
            chunk = Chunk(text, all, first, end);
        }

        return (chunk, end);
    }

    private TextChunk Chunk(string text, TokenRow all, int first, int end)
    {
        int start = all.Offsets[first].Start, stop = all.Offsets[end - 1].End;
        string part = text[start..Math.Max(start, stop)];
        return new TextChunk(part, start, CountOf(part));
    }

    private int CountOf(string part) => _embedder.Tokenizer.Encode(_prompt + part, _encoding).Count;

    /// <summary>The end of a chunk: at a sentence's, else at a word's, else where there is no more room.</summary>
    private int End(string text, TokenRow all, int first, int most)
    {
        if (most == all.Count)
        {
            return most;
        }

        int word = most;
        while (word > first && !IsWordStart(all, word))
        {
            word--;
        }

        if (_options.AtSentenceEnds)
        {
            for (int end = word; end > first + ((most - first) / 2); end--)
            {
                if (IsWordStart(all, end) && IsSentenceEnd(text, all.Offsets[end - 1].End, all.Offsets[end].Start))
                {
                    return end;
                }
            }
        }

        return word > first ? word : most;
    }

    /// <summary>Where the next chunk begins.</summary>
    private int Overlapped(TokenRow all, int end)
    {
        int start = Math.Max(0, end - _options.OverlapTokens);
        return IsWordStart(all, start) ? start : Math.Min(NextWord(all, start), end);
    }

    private static int NextWord(TokenRow all, int index)
    {
        do
        {
            index++;
        }
        while (!IsWordStart(all, index));

        return index;
    }

    private static bool IsWordStart(TokenRow all, int index) => index == 0 || index == all.Count || all.WordIds[index] != all.WordIds[index - 1];

    private static bool IsSentenceEnd(string text, int end, int next)
    {
        ReadOnlySpan<char> between = text.AsSpan(end, Math.Max(0, next - end));
        if (between.ContainsAny('\n', '\r'))
        {
            return true;
        }

        // Quotes and brackets close behind the mark.
        int mark = end - 1;
        while (mark >= 0 && char.GetUnicodeCategory(text[mark]) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation || (mark >= 0 && text[mark] is '"' or '\''))
        {
            mark--;
        }

        return mark >= 0 && text[mark] switch
        {
            '.' or '!' or '?' or '…' => between.Length > 0,
            '。' or '！' or '？' or '؟' or '।' => true,
            _ => false,
        };
    }
}
