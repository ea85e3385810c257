using BertGen.Text;
using BertGen.Text.Tokenizers;

namespace BertGen.Engine.Pipeline;

/// <summary>Turns the texts of a call into pieces: prompt and text are joined first, and cut together.</summary>
internal sealed class SentenceTexts
{
    private readonly TextTokenizer _tokenizer;
    private readonly SentencePlan _plan;
    private readonly BertModelInfo _info;
    private readonly HashSet<int> _specialIds;
    private readonly WindowLayout? _windows;
    private readonly Dictionary<EmbedRole, EncodingOptions> _options;
    private readonly HashSet<int> _skippedIds = [];
    private readonly HashSet<int>? _keptIds;
    private readonly int _expansionId;
    private TokenRow? _idleRow;

    public SentenceTexts(TextTokenizer tokenizer, SentencePlan plan, BertModelInfo info)
    {
        (_tokenizer, _plan, _info) = (tokenizer, plan, info);
        TokenizerCheck.CheckVocabulary(tokenizer, info);
        _options = Enum.GetValues<EmbedRole>().ToDictionary(role => role, role => new EncodingOptions { MaxLength = plan.LimitOf(SentenceCall.Of(role)) });
        _specialIds = [.. tokenizer.AllSpecialTokens.Select(tokenizer.IdOf)];
        _windows = plan.HasWindows ? LayoutOf(tokenizer, info) : null;
        if (plan.Multi is { } multi)
        {
            // Words of several pieces are passed over, as the reference does it.
            _skippedIds.UnionWith(multi.SkipWords.Select(tokenizer.IdOf).Where(id => id >= 0));
            _keptIds = multi.KeptIds?.ToHashSet();
            _expansionId = multi.ExpandedLength == 0 ? -1 : ExpansionId(tokenizer, multi);
        }
    }

    /// <summary>Encodes the texts of a call.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <returns>The pieces, a row a text.</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts, SentenceCall call)
    {
        IndexerChecks.CheckTexts(texts);
        string prompt = _plan.PromptOf(call);
        EncodingOptions options = _options[call.Role];
        TokenRow row = Interlocked.Exchange(ref _idleRow, null) ?? new TokenRow();
        var rows = new RaggedBuffer<int>();
        int[]? attended = _plan.Multi is { ExpandedLength: > 0, AttendsToExpansion: false } && call.Role == EmbedRole.Query ? new int[texts.Length] : null;
        try
        {
            for (int text = 0; text < texts.Length; text++)
            {
                ReadOnlySpan<int> ids = call.Encoded?.Find(texts[text]);
                if (ids.IsEmpty)
                {
                    _tokenizer.Encode(prompt, texts[text], row, options);
                    ids = row.Ids;
                }

                Add(ids, text, rows, call.Role);
                if (attended is not null)
                {
                    attended[text] = ids.Length;
                }
            }

            return new PieceBuffer(rows) { Attended = attended };
        }
        catch
        {
            rows.Dispose();
            throw;
        }
        finally
        {
            // Kept for the next call, so that it allocates nothing; of calls at once, for one of them.
            _idleRow = row;
        }
    }

    /// <summary>
    /// The pieces that the prompt has by itself, the special one at its start included, that at its end not: where prompt and text
    /// join to one word, that is not where the text starts.
    /// </summary>
    public int PromptLengthOf(SentenceCall call)
    {
        string prompt = _plan.PromptOf(call);
        if (prompt.Length == 0)
        {
            return 0;
        }

        var row = new TokenRow();
        _tokenizer.Encode(default, prompt, row, _options[call.Role]);
        return row.Count > 0 && _specialIds.Contains(row.Ids[^1]) ? row.Count - 1 : row.Count;
    }

    /// <summary>Which pieces of a text have a vector that counts, where texts have one for each piece.</summary>
    /// <param name="ids">The pieces.</param>
    /// <param name="own">How many of them are the text's, and not filled in.</param>
    /// <param name="call">The call.</param>
    public bool[] CountedPieces(ReadOnlySpan<int> ids, int own, SentenceCall call)
    {
        // A text without a role is a document. What was filled in always counts.
        EmbedRole role = call.Role == EmbedRole.Query ? EmbedRole.Query : EmbedRole.Document;
        bool skips = _plan.Multi!.SkipRoles.Contains(role);
        bool[] counted = new bool[ids.Length];
        for (int i = 0; i < counted.Length; i++)
        {
            bool isSkipped = (skips && _skippedIds.Contains(ids[i])) || (role != EmbedRole.Query && _keptIds is { } kept && !kept.Contains(ids[i]));
            counted[i] = i >= own || !isSkipped;
        }

        return counted;
    }

    private static int ExpansionId(TextTokenizer tokenizer, MultiVectorPlan multi)
    {
        string? token = multi.ExpansionToken ?? tokenizer.SpecialTokens.FirstOrDefault(special => special.Name == "mask_token")?.Text;
        int id = token is null ? -1 : tokenizer.IdOf(token);
        return id >= 0 ? id : throw new TokenizerException(
            tokenizer.Folder, null, $"expected the token that queries are filled up with, {(token is null ? "a mask_token" : $"'{token}'")}, found none.");
    }

    private void Add(ReadOnlySpan<int> ids, int text, RaggedBuffer<int> rows, EmbedRole role)
    {
        int length = _plan.Multi is { } multi && role == EmbedRole.Query ? Math.Max(ids.Length, multi.ExpandedLength) : ids.Length;
        if (length > _info.MaxPieces && _windows is null)
        {
            throw TokenizerCheck.TooLong(_info, length, text);
        }

        TokenizerCheck.CheckIds(_tokenizer, _info, ids, text);
        if (ids.Length > _info.MaxPieces && _windows is { } windows)
        {
            windows.AppendWindows(ids[_info.NumStartTokens..^_info.NumEndTokens], rows.Values);
        }
        else
        {
            rows.Values.AddRange(ids);
            rows.Values.Free(length - ids.Length)[..(length - ids.Length)].Fill(_expansionId);
            rows.Values.Advance(length - ids.Length);
        }

        rows.EndRow();
    }

    // What stands around every text stands around every window.
    private static WindowLayout LayoutOf(TextTokenizer tokenizer, BertModelInfo info)
    {
        int[] frame = tokenizer.Encode("").Ids.ToArray();
        if (frame.Length != info.NumStartTokens + info.NumEndTokens)
        {
            throw new TokenizerException(
                tokenizer.Folder,
                null,
                $"expected {info.NumStartTokens} special tokens before a text and {info.NumEndTokens} after it, as {info.Name} was compiled, found {frame.Length} in all.");
        }

        return new WindowLayout(frame[..info.NumStartTokens], frame[info.NumStartTokens..], info.MaxPieces);
    }
}
