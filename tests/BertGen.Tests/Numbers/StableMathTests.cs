using BertGen.Common.Numbers;

namespace BertGen.Tests.Numbers;

/// <summary>Functions that no system's library computes, against those of this one.</summary>
public sealed class StableMathTests
{
    private const int Points = 100_000;

    public static TheoryData<string, double, double, double> Functions => new()
    {
        { "exp", -740, 709, 1e-15 },
        { "exp", -1, 1, 1e-15 },
        { "log", 1e-37, 3e38, 1e-15 },
        { "log", 0.5, 2, 1e-15 },
        { "log1p", -0.9, 100, 1e-15 },
        { "log1p", -1e-6, 1e-6, 1e-15 },
        { "tanh", -25, 25, 1e-15 },
        { "tanh", -0.2, 0.2, 1e-15 },
        { "sin", -10, 10, 1e-15 },
        { "cos", -10, 10, 1e-15 },
        { "sin", 0, 1 << 30, 1e-15 },
        { "cos", 0, 1 << 30, 1e-15 },
        { "power of 10000", -1, 1, 3e-15 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void AFunctionIsWithinItsBound(string name, double from, double to, double bound)
    {
        (Func<double, double> actual, Func<double, double> expected) = name switch
        {
            "exp" => ((Func<double, double>)StableMath.Exp, (Func<double, double>)Math.Exp),
            "log" => (StableMath.Log, Math.Log),
            "log1p" => (StableMath.Log1P, x => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x)),
            "tanh" => (StableMath.Tanh, Math.Tanh),
            "sin" => (StableAngles.Sin, Math.Sin),
            "cos" => (StableAngles.Cos, Math.Cos),
            _ => (x => StableMath.Pow(10000, x), x => Math.Pow(10000, x)),
        };
        double worst = 0, worstAt = 0;
        for (int i = 0; i < Points; i++)
        {
            // Floats, as all arguments are; of angles there are no others far from 0.
            double x = (float)(from + ((to - from) * i / (Points - 1)));
            double wanted = expected(x), error = Math.Abs(actual(x) - wanted) / Math.Max(Math.Abs(wanted), 1e-300);
            (worst, worstAt) = error > worst ? (error, x) : (worst, worstAt);
        }

        Assert.True(worst <= bound, $"largest relative error {worst:g3} at {worstAt:g9}");
    }

    [Fact]
    public void EndsAreThoseOfTheLibrary()
    {
        double[] values = [0, -0d, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1, -1, 1e-320, 1e308, -1e308, 709.9, -746];
        foreach (double x in values)
        {
            Near(Math.Exp(x), StableMath.Exp(x));
            Near(Math.Tanh(x), StableMath.Tanh(x));
            Near(Math.Log(x), StableMath.Log(x));
        }

        Assert.Equal(1024, StableMath.Pow(2, 10L));
        Assert.Equal(1, StableMath.Pow(0.9, 0L));
    }

    private static void Near(double expected, double actual)
    {
        if (double.IsFinite(expected))
        {
            Assert.InRange(actual, expected - (1e-15 * Math.Abs(expected)), expected + (1e-15 * Math.Abs(expected)));
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }
}
