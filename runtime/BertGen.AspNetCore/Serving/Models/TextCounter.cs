using BertGen.Engine.Pipeline;
using BertGen.Serving.Batching;
using BertGen.Serving.Http;
using BertGen.Text.Tokenizers;

namespace BertGen.Serving.Models;

/// <summary>
/// Counts the pieces of texts as a model will compute them, and finds those that it does not take, before anything waits for it. Where the
/// model takes pieces, it keeps them, so that no text is encoded twice.
/// </summary>
internal sealed class TextCounter
{
    private readonly TextTokenizer _tokenizer;
    private readonly EncodingOptions _options;
    private readonly TokenRow _row = new();
    private readonly string _prompt;
    private readonly int? _limit;
    private readonly bool _keepsIds;

    private TextCounter(TextTokenizer tokenizer, string prompt, int? cut, int? limit, bool truncate, bool addsSpecialTokens, bool keepsIds)
    {
        (_tokenizer, _prompt, _limit, _keepsIds) = (tokenizer, prompt, limit, keepsIds);
        _options = new EncodingOptions { MaxLength = truncate ? cut : null, AddsSpecialTokens = addsSpecialTokens };
    }

    /// <summary>For texts that are embedded.</summary>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="info">The numbers of the model.</param>
    /// <param name="embed">How they are embedded.</param>
    /// <param name="truncate">Whether longer texts are cut.</param>
    /// <exception cref="RequestException">The folder has no prompt of that name.</exception>
    public static TextCounter ForEmbedding(TextTokenizer tokenizer, BertModelInfo info, EmbedOptions embed, bool truncate)
    {
        SentencePlan? plan = info.Sentences;
        SentenceCall call = SentenceCall.Of(embed);
        int? cut = plan?.LimitOf(call);

        // What is encoded in windows is never too long; what is neither cut nor has a window is.
        int? limit = cut ?? (plan is { HasWindows: true } || info.MaxPieces == 0 ? null : info.MaxPieces);

        // The tokenizer of a table cuts by a file of its own, and a table has no limit: its pieces are counted alone.
        bool hasEncoder = info.MaxPieces > 0;
        return new TextCounter(tokenizer, PromptOf(plan, call), cut, limit, truncate, hasEncoder, keepsIds: hasEncoder && plan is not null);
    }

    /// <summary>For texts and pairs that are classified.</summary>
    public static TextCounter ForClassifier(TextTokenizer tokenizer, BertModelInfo info, bool isPair, bool truncate)
    {
        ScorePlan? plan = info.Scores;
        int? cut = plan is { Limit: > 0 } ? plan.Limit : null;
        return new TextCounter(tokenizer, isPair ? plan?.PromptOf(null) ?? "" : "", cut, cut ?? (info.MaxPieces == 0 ? null : info.MaxPieces), truncate, addsSpecialTokens: true, keepsIds: false);
    }

    /// <summary>Counts a text, or a pair.</summary>
    /// <param name="place">Where the request has it, for errors.</param>
    /// <param name="first">The text.</param>
    /// <param name="second">The second text; null for none.</param>
    /// <exception cref="RequestException">It is no text, or too long.</exception>
    public BatchText Count(string place, string? first, string? second = null)
    {
        if (first is null)
        {
            throw RequestException.Invalid($"`{place}` is null; expected a text", place);
        }

        try
        {
            if (second is null)
            {
                _tokenizer.Encode(_prompt, first, _row, _options);
            }
            else
            {
                _tokenizer.EncodePair(_prompt + first, second, _row, _options);
            }
        }
        catch (TokenizerException e)
        {
            throw RequestException.NotEncoded(place, e.Message);
        }

        return _limit is { } limit && _row.Count > limit
            ? throw RequestException.TooLong(place, _row.Count, limit)
            : new BatchText(first, second, _row.Count) { Ids = _keepsIds ? _row.Ids.ToArray() : null };
    }

    private static string PromptOf(SentencePlan? plan, SentenceCall call)
    {
        try
        {
            return plan?.PromptOf(call) ?? "";
        }
        catch (ArgumentException e)
        {
            throw RequestException.Invalid(e.Message, "prompt_name");
        }
    }
}
