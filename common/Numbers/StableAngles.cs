namespace BertGen.Common.Numbers;

/// <summary>Sine and cosine as <see cref="StableMath"/> has its functions: the same bits everywhere, for angles below 2^31.</summary>
internal static class StableAngles
{
    private const double TwoByPi = 0.63661977236758134308;

    /// <summary>
    /// Half of pi in parts of at most 21 bits: the product of each with the number of quarter turns is exact, so that what is left of the
    /// angle has all its bits.
    /// </summary>
    private static readonly double[] HalfPi =
    [
        0x1921FB / 1048576.0,
        0x54442 / 1048576.0 / 1048576.0,
        0xD1846 / 1048576.0 / 1048576.0 / 1048576.0,
        0x9898C / 1048576.0 / 1048576.0 / 1048576.0 / 1048576.0,
        0xC5170 / 1048576.0 / 1048576.0 / 1048576.0 / 1048576.0 / 1048576.0,
        0x1B839 / 1048576.0 / 1048576.0 / 1048576.0 / 1048576.0 / 1048576.0 / 1048576.0,
    ];

    /// <summary>The sine of an angle.</summary>
    public static double Sin(double x) => OfQuarter(x, 0);

    /// <summary>The cosine of an angle.</summary>
    public static double Cos(double x) => OfQuarter(x, 1);

    private static double OfQuarter(double x, int quarters)
    {
        double n = Math.Round(x * TwoByPi), r = x;
        foreach (double part in HalfPi)
        {
            r -= n * part;
        }

        return (((long)n + quarters) & 3) switch
        {
            0 => OfSine(r),
            1 => OfCosine(r),
            2 => -OfSine(r),
            _ => -OfCosine(r),
        };
    }

    // |r| is at most pi / 4: the last terms are below 1e-18.
    private static double OfSine(double r)
    {
        double u = r * r, series = 1;
        for (int n = 18; n >= 4; n -= 2)
        {
            series = 1 - (series * u / (n * (n + 1)));
        }

        // The first term is added last, to what is small beside it.
        return r - (r * u * series / 6);
    }

    private static double OfCosine(double r)
    {
        double u = r * r, series = 1;
        for (int n = 18; n >= 4; n -= 2)
        {
            series = 1 - (series * u / (n * (n - 1)));
        }

        return 1 - (u * series / 2);
    }
}
