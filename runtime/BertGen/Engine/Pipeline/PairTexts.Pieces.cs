using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Text;
using BertGen.Text.Tokenizers;

namespace BertGen.Engine.Pipeline;

/// <content>What becomes of the vectors and logits of pieces.</content>
public sealed partial class PairTexts
{
    /// <summary>Texts whose pieces are classified at once.</summary>
    private const int PortionTexts = 256;

    /// <summary>The logits of the pieces of each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="run">Makes of pieces their logits, those of all texts one after the other, (pieces, labels).</param>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    /// <exception cref="VocabularyException">The folder has no vocabulary.</exception>
    public PieceLogits[] ClassifyPieces(ReadOnlySpan<string> texts, Func<PieceBuffer, Tensor<float>> run)
    {
        var result = new List<PieceLogits>(texts.Length);
        Classify(texts, run, (_, row, logits) => result.Add(new PieceLogits(
            Tensor.Create(logits.ToArray(), [row.Count, row.Count == 0 ? 0 : logits.Length / row.Count]), row.Offsets.ToArray(), row.Ids.ToArray())));
        return [.. result];
    }

    /// <summary>The spans of each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">The labels by their numbers.</param>
    /// <param name="aggregation">What becomes one span.</param>
    /// <param name="run">Makes of pieces their logits, those of all texts one after the other, (pieces, labels).</param>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such aggregation.</exception>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    /// <exception cref="VocabularyException">The folder has no vocabulary.</exception>
    public IReadOnlyList<LabeledSpan>[] ClassifyTokens(
        ReadOnlySpan<string> texts, IReadOnlyList<string> labels, TokenAggregation aggregation, Func<PieceBuffer, Tensor<float>> run)
    {
        if (!Enum.IsDefined(aggregation))
        {
            throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "There is no such aggregation.");
        }

        var spans = new TokenSpans(Tokenizer, labels);
        var result = new List<IReadOnlyList<LabeledSpan>>(texts.Length);
        Classify(texts, run, (text, row, logits) => result.Add(spans.Of(text, row, logits, aggregation)));
        return [.. result];
    }

    /// <summary>Runs the modules of the folder on the vectors of pieces: the last one makes the logits.</summary>
    /// <param name="vectors">The vectors of all rows, one after the other, (pieces, width).</param>
    /// <param name="pieces">The rows.</param>
    /// <returns>(rows, labels).</returns>
    public Tensor<float> Finish(Tensor<float> vectors, PieceBuffer pieces)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(pieces);
        int width = (int)vectors.Lengths[1];
        ReadOnlySpan<float> values = DenseValues.Of<float>(vectors);
        var rows = new List<float[]>();
        for (int row = 0, start = 0; row < pieces.RowCount; start = pieces.RowEnds[row++])
        {
            int count = pieces.RowEnds[row] - start;
            var state = new SentenceState { Pieces = values.Slice(start * width, count * width).ToArray(), PieceWidth = width, PieceCount = count };
            foreach (LoadedModule module in _modules)
            {
                module.Apply(state);
            }

            rows.Add(state.Sentence);
        }

        int labels = _plan.Modules.OfType<DenseModule>().Last().Outputs;
        return Tensor.Create([.. rows.SelectMany(row => row)], [rows.Count, labels]);
    }

    private void Classify(ReadOnlySpan<string> texts, Func<PieceBuffer, Tensor<float>> run, PieceReader read)
    {
        ArgumentNullException.ThrowIfNull(run);
        IndexerChecks.CheckTexts(texts);
        TextTokenizer tokenizer = Tokenizer;
        for (int first = 0; first < texts.Length; first += PortionTexts)
        {
            ReadOnlySpan<string> portion = texts.Slice(first, Math.Min(PortionTexts, texts.Length - first));
            using PieceBuffer pieces = Encode(portion);
            Tensor<float> logits = run(pieces);
            ReadOnlySpan<float> values = DenseValues.Of<float>(logits);
            int labels = (int)logits.Lengths[1];
            var row = new TokenRow();
            for (int text = 0, start = 0; text < portion.Length; text++)
            {
                tokenizer.Encode(default, portion[text], row, _options);
                read(portion[text], row, values.Slice(start * labels, row.Count * labels));
                start += row.Count;
            }
        }
    }

    private delegate void PieceReader(string text, TokenRow row, ReadOnlySpan<float> logits);
}
