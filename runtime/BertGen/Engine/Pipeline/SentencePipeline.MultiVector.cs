using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <content>A vector for each piece of a text, to be compared piece by piece.</content>
public sealed partial class SentencePipeline
{
    /// <summary>The vectors of the pieces of each text that count.</summary>
    /// <param name="encoder">What encodes the pieces.</param>
    /// <param name="memory">Its weights.</param>
    /// <param name="maxThreads">Most threads to use, at least 1.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <param name="mix">The learned mix, if the encoder has one.</param>
    /// <returns>A tensor a text, (pieces that count, width).</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public Tensor<float>[] EmbedMultiVector(
        IEncoder encoder, WeightMemory memory, int maxThreads, ReadOnlySpan<string> texts, SentenceCall call = default, ScalarMix? mix = null)
    {
        var result = new Tensor<float>[texts.Length];
        for (int first = 0; first < texts.Length; first += PortionTexts)
        {
            ReadOnlySpan<string> portion = texts.Slice(first, Math.Min(PortionTexts, texts.Length - first));
            using Text.PieceBuffer pieces = Encode(portion, call);
            int[] counts = new int[portion.Length];
            using PieceBatch batch = PieceBatch.RentPieces(Info, pieces, counts);
            FinishMultiVector(DenseValues.Of<float>(batch.Run(encoder, memory, maxThreads, mix)), pieces, counts, call).CopyTo(result.AsSpan(first));
        }

        return result;
    }

    /// <summary>Compares every text of one side with every text of the other, piece by piece, as the folder says.</summary>
    /// <returns>(queries, documents).</returns>
    public Tensor<float> MaxSim(ReadOnlySpan<Tensor<float>> queries, ReadOnlySpan<Tensor<float>> documents) =>
        MultiVectorSimilarity.MaxSim(queries, documents, _plan.Multi!.IsMean);

    /// <summary>Runs the modules on the vectors of pieces, and keeps those of the pieces that count.</summary>
    internal Tensor<float>[] FinishMultiVector(ReadOnlySpan<float> vectors, Text.PieceBuffer pieces, ReadOnlySpan<int> counts, SentenceCall call)
    {
        var result = new Tensor<float>[counts.Length];
        for (int text = 0, start = 0; text < counts.Length; text++)
        {
            int begin = text == 0 ? 0 : pieces.RowEnds[text - 1];
            SentenceState state = Run(vectors, ref start, counts[text], promptLength: 0);
            bool[] counted = Texts.CountedPieces(pieces.Ids[begin..pieces.RowEnds[text]], pieces.AttendedOf(text), call);
            float[] kept = Kept(state, counted, out int count);
            if (call.Normalize)
            {
                SentenceVectors.Normalize(kept, state.PieceWidth);
            }

            result[text] = Tensor.Create(kept, [count, state.PieceWidth]);
        }

        return result;
    }

    private static float[] Kept(SentenceState state, bool[] counted, out int count)
    {
        count = counted.Count(isCounted => isCounted);
        float[] kept = new float[count * state.PieceWidth];
        for (int piece = 0, next = 0; piece < counted.Length; piece++)
        {
            if (counted[piece])
            {
                state.Pieces.AsSpan(piece * state.PieceWidth, state.PieceWidth).CopyTo(kept.AsSpan(next++ * state.PieceWidth));
            }
        }

        return kept;
    }
}
