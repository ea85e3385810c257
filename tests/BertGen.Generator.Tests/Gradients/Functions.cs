using BertGen.Generator.Configuration;

namespace BertGen.Generator.Tests.Gradients;

/// <summary>Activations and their derivatives in float64.</summary>
internal static class Functions
{
    private static readonly double TanhScale = Math.Sqrt(2 / Math.PI);

    public static double Value(Activation activation, double x) => activation switch
    {
        Activation.Gelu => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        Activation.GeluTanh => x * (1 + Math.Tanh(TanhScale * (x + (0.044715 * x * x * x)))) / 2,
        Activation.Relu => Math.Max(x, 0),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.QuickGelu => x / (1 + Math.Exp(-1.702 * x)),
        Activation.Mish => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        Activation.Tanh => Math.Tanh(x),
        Activation.None => x,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "This is no activation."),
    };

    public static double Derivative(Activation activation, double x)
    {
        switch (activation)
        {
            case Activation.Gelu:
                return ((1 + Erf(x / Math.Sqrt(2))) / 2) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            case Activation.GeluTanh:
                double tanh = Math.Tanh(TanhScale * (x + (0.044715 * x * x * x)));
                return ((1 + tanh) / 2) + (x * (1 - (tanh * tanh)) * TanhScale * (1 + (3 * 0.044715 * x * x)) / 2);
            case Activation.Relu:
                return x > 0 ? 1 : 0;
            case Activation.Silu:
                double logistic = 1 / (1 + Math.Exp(-x));
                return logistic * (1 + (x * (1 - logistic)));
            case Activation.QuickGelu:
                double quick = 1 / (1 + Math.Exp(-1.702 * x));
                return quick * (1 + (1.702 * x * (1 - quick)));
            case Activation.Mish:
                double soft = Math.Tanh(Math.Log(1 + Math.Exp(x)));
                return soft + (x * (1 - (soft * soft)) / (1 + Math.Exp(-x)));
            case Activation.Tanh:
                return 1 - (Math.Tanh(x) * Math.Tanh(x));
            case Activation.None:
                return 1;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "This is no activation.");
        }
    }

    /// <summary>The series whose terms have one sign, so that nothing cancels: exp(-x²) times the sum of 2^n x^(2n+1) / (2n+1)!!.</summary>
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
