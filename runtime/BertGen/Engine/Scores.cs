using System.Numerics.Tensors;

namespace BertGen.Engine;

/// <summary>What becomes of a classifier's logits of pairs of texts.</summary>
public static class Scores
{
    /// <summary>The logits themselves.</summary>
    /// <param name="logits">(pairs, labels).</param>
    /// <returns>(pairs) for one label, else (pairs, labels).</returns>
    public static Tensor<float> Identity(Tensor<float> logits) => Map(logits, static value => value);

    /// <summary>The logistic function of the logits.</summary>
    /// <param name="logits">(pairs, labels).</param>
    /// <returns>(pairs) for one label, else (pairs, labels).</returns>
    public static Tensor<float> Sigmoid(Tensor<float> logits) => Map(logits, static value => (float)(1 / (1 + Math.Exp(-value))));

    /// <summary>The hyperbolic tangent of the logits.</summary>
    /// <param name="logits">(pairs, labels).</param>
    /// <returns>(pairs) for one label, else (pairs, labels).</returns>
    public static Tensor<float> Tanh(Tensor<float> logits) => Map(logits, MathF.Tanh);

    private static Tensor<float> Map(Tensor<float> logits, Func<float, float> function)
    {
        ArgumentNullException.ThrowIfNull(logits);
        float[] values = new float[logits.FlattenedLength];
        logits.FlattenTo(values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(values[i]);
        }

        return Tensor.Create(values, logits.Lengths[^1] == 1 ? logits.Lengths[..^1] : logits.Lengths);
    }

    /// <summary>Orders texts by their scores, best first; equal scores keep their order.</summary>
    /// <param name="scores">(texts).</param>
    /// <returns>The index and the score of each text.</returns>
    public static IReadOnlyList<RankedText> Rank(Tensor<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        float[] values = new float[scores.FlattenedLength];
        scores.FlattenTo(values);
        return [.. values.Select((score, index) => new RankedText(index, score)).OrderByDescending(text => text.Score)];
    }
}
