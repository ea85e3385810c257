namespace BertGen.Common.Numbers;

/// <summary>
/// Functions of double precision with the same bits everywhere: those of <see cref="Math"/> come from the C library of the system, and
/// differ between systems in their last bit. Here are sums, products and quotients alone, which every processor rounds alike.
/// Relative errors are below 1e-15, but for powers, where they grow with the logarithm of the result.
/// </summary>
internal static class StableMath
{
    /// <summary>ln 2 in two parts; the first has so few bits that its product with an exponent is exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Log2E = 1.4426950408889634;

    /// <summary>Beyond these, exp is infinite, and 0.</summary>
    private const double LargestExponent = 709.782712893384;
    private const double SmallestExponent = -745.1332191019412;

    /// <summary>Up to here e^x - 1 is a series of its own, since a difference would lose bits.</summary>
    private const double SmallExponent = 0.35;

    /// <summary>From here on tanh is 1.</summary>
    private const double LargeTangent = 20;

    private const double SquareRootOfHalf = 0.70710678118654752;
    private const int MantissaBits = 52;
    private const int Bias = 1023;
    private const long MantissaMask = (1L << MantissaBits) - 1;
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo54 = 18014398509481984;

    /// <summary>e^x</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > LargestExponent)
        {
            return double.PositiveInfinity;
        }

        if (x < SmallestExponent)
        {
            return 0;
        }

        double n = Math.Round(x * Log2E);
        double r = (x - (n * Ln2High)) - (n * Ln2Low);
        double p = 1 + (r * Exponential(r));

        // In two steps, since 2^n itself may be no number where the result is one.
        int exponent = (int)n, half = exponent / 2;
        return p * PowerOf2(half) * PowerOf2(exponent - half);
    }

    /// <summary>The natural logarithm.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
        {
            return double.NaN;
        }

        if (x == 0)
        {
            return double.NegativeInfinity;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        int exponent = 0;
        if (x < SmallestNormal)
        {
            x *= TwoTo54;
            exponent = -54;
        }

        // x = 2^exponent * m with m in [sqrt(1/2), sqrt 2)
        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> MantissaBits) - Bias + 1;
        double m = BitConverter.Int64BitsToDouble((bits & MantissaMask) | ((long)(Bias - 1) << MantissaBits));
        if (m < SquareRootOfHalf)
        {
            m *= 2;
            exponent--;
        }

        // log m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172; 2 s = f - s f keeps the bits of f
        double f = m - 1, s = f / (m + 1), u = s * s;
        double series = 1.0 / 23;
        for (int n = 21; n >= 3; n -= 2)
        {
            series = (series * u) + (1.0 / n);
        }

        double rest = s * ((2 * u * series) - f);
        return (exponent * Ln2High) + (f + (rest + (exponent * Ln2Low)));
    }

    /// <summary>log(1 + x)</summary>
    public static double Log1P(double x)
    {
        double sum = 1 + x;

        // What was lost in the sum is made good by how much it grew.
        return sum == 1 ? x : double.IsInfinity(sum) ? Log(sum) : Log(sum) * (x / (sum - 1));
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        double y = Math.Abs(x);
        if (!(y < LargeTangent))
        {
            return double.IsNaN(x) ? x : x < 0 ? -1 : 1;
        }

        double n = ExpM1(2 * y), tangent = n / (n + 2);
        return x < 0 ? -tangent : tangent;
    }

    /// <summary>x^y for x above 0.</summary>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    /// <summary>x^n, by squares.</summary>
    public static double Pow(double x, long n)
    {
        double power = 1;
        for (; n > 0; n >>= 1)
        {
            power *= (n & 1) != 0 ? x : 1;
            x *= x;
        }

        return power;
    }

    private static double ExpM1(double x) => x < SmallExponent ? x * Exponential(x) : Exp(x) - 1;

    /// <summary>(e^r - 1) / r for |r| up to 0.35: the sum of r^n / (n + 1)!.</summary>
    private static double Exponential(double r)
    {
        double p = 1;
        for (int n = 15; n >= 2; n--)
        {
            p = 1 + (p * r / n);
        }

        return p;
    }

    private static double PowerOf2(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + Bias) << MantissaBits);
}
