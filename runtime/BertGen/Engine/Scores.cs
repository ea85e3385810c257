using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine.Pipeline;

namespace BertGen.Engine;

/// <summary>What becomes of a classifier's logits of pairs of texts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scores
{
    /// <summary>The scores of logits.</summary>
    /// <param name="logits">(pairs, labels).</param>
    /// <param name="function">What they go through.</param>
    /// <param name="softmax">Whether those of a pair become shares of 1 then; with one label it changes nothing.</param>
    /// <returns>(pairs) for one label, else (pairs, labels).</returns>
    public static Tensor<float> Of(Tensor<float> logits, DenseActivation function, bool softmax = false)
    {
        ArgumentNullException.ThrowIfNull(logits);
        float[] values = DenseValues.Copy<float>(logits);
        int labels = (int)logits.Lengths[^1];
        for (int i = 0; i < values.Length; i += labels)
        {
            Span<float> pair = values.AsSpan(i, labels);
            DenseActivations.Apply(function, pair);
            if (softmax && labels > 1)
            {
                DenseActivations.Apply(DenseActivation.Softmax, pair);
            }
        }

        return Tensor.Create(values, labels == 1 ? logits.Lengths[..^1] : logits.Lengths);
    }

    /// <summary>Orders texts by their scores, best first; equal scores keep their order.</summary>
    /// <param name="scores">(texts).</param>
    /// <returns>The index and the score of each text.</returns>
    public static IReadOnlyList<RankedText> Rank(Tensor<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        float[] values = DenseValues.Copy<float>(scores);
        return [.. values.Select((score, index) => new RankedText(index, score)).OrderByDescending(text => text.Score)];
    }
}
