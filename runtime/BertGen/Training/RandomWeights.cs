using System.Text;
using BertGen.Checkpoints;

namespace BertGen.Training;

/// <summary>The values that a BERT model has before it has learned anything.</summary>
public static class RandomWeights
{
    /// <summary>Deviations beyond which a value is drawn again.</summary>
    private const double Cut = 2;

    /// <summary>
    /// Fills parameters as BERT does: ones for the weights of a LayerNorm, zeros for biases, and elsewhere numbers of a normal
    /// distribution, cut at two deviations. A value depends on seed, name and place alone.
    /// </summary>
    /// <param name="parameters">Parameters of a model or a head, named as in a state dict.</param>
    /// <param name="seed">Chooses the numbers.</param>
    /// <param name="deviation">Standard deviation of the normal distribution before the cut (<c>initializer_range</c>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, infinite or no number.</exception>
    public static void Fill(IEnumerable<Parameter> parameters, ulong seed, double deviation = 0.02)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!double.IsFinite(deviation) || deviation < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, $"Expected a deviation of 0 or more; found {deviation}.");
        }

        foreach (Parameter parameter in parameters)
        {
            Fill(parameter, seed, deviation);
        }
    }

    private static void Fill(Parameter parameter, ulong seed, double deviation)
    {
        if (parameter.Shape.Length > 1)
        {
            Draw(parameter, seed, deviation);
        }
        else
        {
            parameter.Value.Fill(IsWeight(parameter) ? 1 : 0);
        }
    }

    /// <summary>Vectors are biases and weights of LayerNorms, which old checkpoints call gamma.</summary>
    private static bool IsWeight(Parameter parameter) =>
        parameter.Name.EndsWith("weight", StringComparison.Ordinal) || parameter.Name.EndsWith("gamma", StringComparison.Ordinal);

    private static void Draw(Parameter parameter, ulong seed, double deviation)
    {
        var random = SplitMix64.For(seed, Crc32C.Compute(Encoding.UTF8.GetBytes(parameter.Name)));
        foreach (ref float value in parameter.Value)
        {
            double drawn;
            do
            {
                drawn = random.NextNormal();
            }
            while (Math.Abs(drawn) > Cut);

            value = (float)(deviation * drawn);
        }
    }
}
