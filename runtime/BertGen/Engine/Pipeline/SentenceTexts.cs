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
    private TokenRow? _idleRow;

    public SentenceTexts(TextTokenizer tokenizer, SentencePlan plan, BertModelInfo info)
    {
        (_tokenizer, _plan, _info) = (tokenizer, plan, info);
        TokenizerCheck.CheckVocabulary(tokenizer, info);
        _options = Enum.GetValues<EmbedRole>().ToDictionary(role => role, role => new EncodingOptions { MaxLength = plan.LimitOf(SentenceCall.Of(role)) });
        _specialIds = [.. tokenizer.AllSpecialTokens.Select(tokenizer.IdOf)];
        _windows = plan.HasWindows ? LayoutOf(tokenizer, info) : null;
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
        try
        {
            for (int text = 0; text < texts.Length; text++)
            {
                _tokenizer.Encode(prompt, texts[text], row, options);
                Add(row.Ids, text, rows);
            }

            return new PieceBuffer(rows);
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

    private void Add(ReadOnlySpan<int> ids, int text, RaggedBuffer<int> rows)
    {
        if (ids.Length > _info.MaxPieces && _windows is null)
        {
            throw TokenizerCheck.TooLong(_info, ids.Length, text);
        }

        TokenizerCheck.CheckIds(_tokenizer, _info, ids, text);
        if (ids.Length > _info.MaxPieces && _windows is { } windows)
        {
            windows.AppendWindows(ids[_info.NumStartTokens..^_info.NumEndTokens], rows.Values);
        }
        else
        {
            rows.Values.AddRange(ids);
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
