using BertGen.Common.Numbers;

namespace BertGen.Engine.Pipeline;

/// <summary>The distribution function of the normal distribution in double precision.</summary>
internal static class NormalDistribution
{
    /// <summary>Below this argument the series of the error function converges fast, above it the continued fraction.</summary>
    private const double SeriesLimit = 3;
    private const int FractionTerms = 60;

    /// <summary>(1 + erf(x / sqrt 2)) / 2, with an error below 1e-14.</summary>
    public static double Of(double x)
    {
        double z = Math.Abs(x) / Math.Sqrt(2);
        double tail = z < SeriesLimit ? 1 - Series(z) : Fraction(z);
        return x < 0 ? tail / 2 : 1 - (tail / 2);
    }

    // erf(z) = 2 / sqrt(pi) exp(-z^2) sum of 2^n z^(2n+1) / (1 3 5 ... (2n+1)): all terms are positive.
    private static double Series(double z)
    {
        double term = z, sum = z;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * z * z / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * StableMath.Exp(-z * z) * sum;
    }

    // erfc(z) = exp(-z^2) / sqrt(pi) / (z + (1/2) / (z + 1 / (z + (3/2) / (z + ...)))).
    private static double Fraction(double z)
    {
        double value = z;
        for (int n = FractionTerms; n > 0; n--)
        {
            value = z + (n / 2.0 / value);
        }

        return StableMath.Exp(-z * z) / Math.Sqrt(Math.PI) / value;
    }
}
