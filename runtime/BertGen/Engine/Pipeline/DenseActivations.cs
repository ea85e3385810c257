using BertGen.Common.Numbers;

namespace BertGen.Engine.Pipeline;

/// <summary>Computes <see cref="DenseActivation"/>s, in double precision.</summary>
internal static class DenseActivations
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluFactor = 1.6732632423543772848170429916717;
    private const double LeakySlope = 0.01;
    private const double Shrinkage = 0.5;

    /// <summary>From here on, torch takes Softplus of x for x.</summary>
    private const double LinearSoftplus = 20;

    /// <summary>Applies an activation to a vector.</summary>
    public static void Apply(DenseActivation activation, Span<float> vector)
    {
        switch (activation)
        {
            case DenseActivation.Identity:
                break;
            case DenseActivation.Softmax:
                Softmax(vector, sign: 1);
                break;
            case DenseActivation.Softmin:
                Softmax(vector, sign: -1);
                break;
            case DenseActivation.LogSoftmax:
                LogSoftmax(vector);
                break;
            default:
                foreach (ref float value in vector)
                {
                    value = (float)Of(activation, value);
                }

                break;
        }
    }

    private static double Of(DenseActivation activation, double x) => activation switch
    {
        DenseActivation.Tanh => StableMath.Tanh(x),
        DenseActivation.ReLU => Math.Max(x, 0),
        DenseActivation.GELU => x * NormalDistribution.Of(x),
        DenseActivation.Sigmoid => Sigmoid(x),
        DenseActivation.SiLU => x * Sigmoid(x),
        DenseActivation.LeakyReLU => x < 0 ? x * LeakySlope : x,
        DenseActivation.ELU or DenseActivation.CELU => x < 0 ? StableMath.Exp(x) - 1 : x,
        DenseActivation.SELU => SeluScale * (x < 0 ? SeluFactor * (StableMath.Exp(x) - 1) : x),
        DenseActivation.Softplus => Softplus(x),
        DenseActivation.ReLU6 => Math.Clamp(x, 0, 6),
        DenseActivation.Hardtanh => Math.Clamp(x, -1, 1),
        DenseActivation.Hardsigmoid => Math.Clamp(x + 3, 0, 6) / 6,
        DenseActivation.Hardswish => x * Math.Clamp(x + 3, 0, 6) / 6,
        DenseActivation.Mish => x * StableMath.Tanh(Softplus(x)),
        DenseActivation.LogSigmoid => Math.Min(x, 0) - StableMath.Log(1 + StableMath.Exp(-Math.Abs(x))),
        DenseActivation.Softsign => x / (1 + Math.Abs(x)),
        DenseActivation.Tanhshrink => x - StableMath.Tanh(x),
        DenseActivation.Softshrink => x > Shrinkage ? x - Shrinkage : x < -Shrinkage ? x + Shrinkage : 0,
        DenseActivation.Hardshrink => Math.Abs(x) > Shrinkage ? x : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + StableMath.Exp(-x)) : StableMath.Exp(x) / (1 + StableMath.Exp(x));

    private static double Softplus(double x) => x > LinearSoftplus ? x : StableMath.Log(1 + StableMath.Exp(x));

    private static void Softmax(Span<float> vector, float sign)
    {
        double sum = Exponentials(vector, sign, out double[] exponentials);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)(exponentials[i] / sum);
        }
    }

    private static void LogSoftmax(Span<float> vector)
    {
        double largest = Largest(vector, sign: 1);
        double logarithm = StableMath.Log(Exponentials(vector, sign: 1, out _));
        foreach (ref float value in vector)
        {
            value = (float)(value - largest - logarithm);
        }
    }

    /// <summary>The exponentials, less the largest, and their sum.</summary>
    private static double Exponentials(ReadOnlySpan<float> vector, float sign, out double[] exponentials)
    {
        exponentials = new double[vector.Length];
        double largest = Largest(vector, sign), sum = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            exponentials[i] = StableMath.Exp((sign * vector[i]) - largest);
            sum += exponentials[i];
        }

        return sum;
    }

    private static double Largest(ReadOnlySpan<float> vector, float sign)
    {
        double largest = double.NegativeInfinity;
        foreach (float value in vector)
        {
            largest = Math.Max(largest, sign * value);
        }

        return largest;
    }
}
