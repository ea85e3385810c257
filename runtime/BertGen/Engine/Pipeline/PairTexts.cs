using System.ComponentModel;
using BertGen.Checkpoints;
using BertGen.Text;
using BertGen.Text.Tokenizers;

namespace BertGen.Engine.Pipeline;

/// <summary>
/// Turns texts, and pairs of them, into the pieces that a classifier takes: with the tokenizer and the limit of the folder, of a pair
/// the longer text cut first. Immutable, and safe for concurrent use. A model without a vocabulary has no texts, and is one of ids.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PairTexts
{
    private readonly PretrainedBertModel _model;
    private readonly BertModelInfo _info;
    private readonly ScorePlan _plan;
    private readonly EncodingOptions _options;
    private readonly TextTokenizer? _tokenizer;
    private readonly LoadedModule[] _modules;

    private PairTexts(PretrainedBertModel model, BertModelInfo info, ScorePlan plan)
    {
        (_model, _info, _plan) = (model, info, plan);
        _tokenizer = model.HasTokenizer ? LoadTokenizer() : null;
        _options = new EncodingOptions { MaxLength = plan.Limit == 0 ? null : plan.Limit };
        _modules = [.. plan.Modules.Select(module => module.Load(model.ModuleRoot))];
    }

    /// <summary>The tokenizer of the folder.</summary>
    /// <exception cref="VocabularyException">The folder has none.</exception>
    public TextTokenizer Tokenizer => _tokenizer ?? LoadTokenizer();

    /// <summary>Loads the tokenizer of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="info">Its numbers.</param>
    /// <param name="plan">What was compiled of its folder.</param>
    /// <exception cref="TokenizerException">The tokenizer cannot be read, or asks for what is not supported.</exception>
    /// <exception cref="VocabularyException">The vocabulary is larger than the table of the model.</exception>
    /// <exception cref="CheckpointException">It is in an archive that is damaged.</exception>
    public static PairTexts Load(PretrainedBertModel model, BertModelInfo info, ScorePlan plan)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(plan);
        return new PairTexts(model, info, plan);
    }

    /// <summary>The pieces of texts, each alone, without a prompt.</summary>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    /// <exception cref="VocabularyException">The folder has no vocabulary.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts) => Encode(texts, default, prompt: "");

    /// <summary>The pieces of pairs, a row each.</summary>
    /// <param name="firsts">The first texts.</param>
    /// <param name="seconds">The second texts, as many.</param>
    /// <param name="prompt">What stands before every first text; null for the prompt of the folder.</param>
    /// <exception cref="ArgumentException">A text is null, a row needs more positions than the model has, or there are more of the ones than of the others.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    /// <exception cref="VocabularyException">The folder has no vocabulary.</exception>
    public PieceBuffer EncodePairs(ReadOnlySpan<string> firsts, ReadOnlySpan<string> seconds, string? prompt = null)
    {
        IndexerChecks.CheckTexts(seconds);
        return seconds.Length == firsts.Length
            ? Encode(firsts, seconds, _plan.PromptOf(prompt))
            : throw new ArgumentException($"Expected as many second texts as first ones, {firsts.Length}; found {seconds.Length}.", nameof(seconds));
    }

    private TextTokenizer LoadTokenizer()
    {
        TextTokenizer tokenizer = _model.LoadTokenizer(_plan.ModelType, _plan.LowercasesFirst);
        TokenizerCheck.CheckVocabulary(tokenizer, _info);
        return tokenizer;
    }

    private PieceBuffer Encode(ReadOnlySpan<string> firsts, ReadOnlySpan<string> seconds, string prompt)
    {
        TextTokenizer tokenizer = Tokenizer;
        IndexerChecks.CheckTexts(firsts);
        var rows = new RaggedBuffer<int>();
        var types = new PooledBuffer<int>();
        var row = new TokenRow();
        try
        {
            for (int i = 0; i < firsts.Length; i++)
            {
                string first = prompt + firsts[i];
                if (seconds.IsEmpty)
                {
                    tokenizer.Encode(default, first, row, _options);
                }
                else
                {
                    tokenizer.EncodePair(first, seconds[i], row, _options);
                }

                Add(row, i, tokenizer, rows, types);
            }

            return new PieceBuffer(rows, types);
        }
        catch
        {
            rows.Dispose();
            types.Dispose();
            throw;
        }
    }

    private void Add(TokenRow row, int text, TextTokenizer tokenizer, RaggedBuffer<int> rows, PooledBuffer<int> types)
    {
        if (row.Count > _info.MaxPieces)
        {
            throw TokenizerCheck.TooLong(_info, row.Count, text);
        }

        TokenizerCheck.CheckIds(tokenizer, _info, row.Ids, text);
        rows.Values.AddRange(row.Ids);
        if (tokenizer.HasTypeIds && _info.TypeCount > 1)
        {
            types.AddRange(row.TypeIds);
        }
        else
        {
            types.Free(row.Count)[..row.Count].Clear();
            types.Advance(row.Count);
        }

        rows.EndRow();
    }
}
