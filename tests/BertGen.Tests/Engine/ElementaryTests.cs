using System.Runtime.Intrinsics;
using BertGen.Engine.Kernels;
using Xunit.Abstractions;

namespace BertGen.Tests.Engine;

/// <summary>The stated error bounds of exp and the activation functions, against double.</summary>
public sealed unsafe class ElementaryTests(ITestOutputHelper output)
{
    private const int Points = 200_001;

    [Fact]
    public void Exp2IsWithinItsRelativeBound()
        => Check(-125, 127, Elementary<Simd128, Vector128<float>>.Exp2, x => Math.Pow(2, x), bound: 2e-7, relative: true);

    [Fact]
    public void Exp2OfVerySmallNumbersIsZero()
    {
        Vector128<float> result = Elementary<Simd128, Vector128<float>>.Exp2(Vector128.Create(-1000f, -126f, float.NegativeInfinity, -125.4f));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(0f, result[i]));
        Assert.InRange(result[3], 1e-38f, 4e-38f);
    }

    /// <summary>Whatever is in the bits of a number that is none, so is its power; and what is too large is taken for 127.</summary>
    [Fact]
    public void Exp2IsNoNumberWhereItsInputIsNone()
    {
        for (int payload = 1; payload < 1 << 22; payload += 997)
        {
            float x = BitConverter.Int32BitsToSingle(0x7FC00000 | payload), negative = BitConverter.UInt32BitsToSingle(0xFFC00000u | (uint)payload);
            Vector128<float> result = Elementary<Simd128, Vector128<float>>.Exp2(Vector128.Create(x, negative, float.PositiveInfinity, 1e30f));
            Assert.True(float.IsNaN(result[0]) && float.IsNaN(result[1]), $"payload {payload}: {result}");
            Assert.Equal(Math.Pow(2, 127), result[2], 1e31);
            Assert.Equal(Math.Pow(2, 127), result[3], 1e31);
        }
    }

    [Fact]
    public void NormalDistributionIsWithinItsAbsoluteBound()
        => Check(-9, 9, Elementary<Simd128, Vector128<float>>.NormalDistribution, NormalDistribution, bound: 2e-7, relative: false);

    [Fact]
    public void SigmoidIsWithinItsAbsoluteBound()
        => Check(-30, 30, Elementary<Simd128, Vector128<float>>.Sigmoid, x => 1 / (1 + Math.Exp(-x)), bound: 2e-7, relative: false);

    [Theory]
    [InlineData("gelu")]
    [InlineData("gelu_new")]
    [InlineData("relu")]
    [InlineData("silu")]
    [InlineData("quick_gelu")]
    [InlineData("mish")]
    [InlineData("tanh")]
    public void ActivationsAreWithinAMillionthOfTheirArgument(string name)
    {
        (Func<Vector128<float>, Vector128<float>> actual, Func<double, double> expected) = name switch
        {
            "gelu" => ((Func<Vector128<float>, Vector128<float>>)GeluActivation.Apply<Simd128, Vector128<float>>, (Func<double, double>)(x => x * NormalDistribution(x))),
            "gelu_new" => (GeluTanhActivation.Apply<Simd128, Vector128<float>>, x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
            "relu" => (ReluActivation.Apply<Simd128, Vector128<float>>, x => Math.Max(x, 0)),
            "quick_gelu" => (QuickGeluActivation.Apply<Simd128, Vector128<float>>, x => x / (1 + Math.Exp(-1.702 * x))),
            "mish" => (MishActivation.Apply<Simd128, Vector128<float>>, x => x * Math.Tanh(Math.Log(1 + Math.Exp(x)))),
            "tanh" => (TanhActivation.Apply<Simd128, Vector128<float>>, Math.Tanh),
            _ => (SiluActivation.Apply<Simd128, Vector128<float>>, x => x / (1 + Math.Exp(-x))),
        };
        Check(-8, 8, actual, expected, bound: 8e-6 / 8, relative: false);
    }

    private static double NormalDistribution(double x) => Erfc(-x / Math.Sqrt(2)) / 2;

    /// <summary>The complementary error function by its continued fraction and series, to about 1e-15.</summary>
    private static double Erfc(double x)
    {
        if (x < 0)
        {
            return 2 - Erfc(-x);
        }

        if (x < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 200; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return 1 - (2 / Math.Sqrt(Math.PI) * sum);
        }

        double fraction = 0;
        for (int n = 120; n > 0; n--)
        {
            fraction = n / 2.0 / (x + fraction);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }

    private void Check(
        double from, double to, Func<Vector128<float>, Vector128<float>> actual, Func<double, double> expected, double bound, bool relative)
    {
        double worst = 0, worstAt = 0;
        for (int i = 0; i < Points; i++)
        {
            float x = (float)(from + ((to - from) * i / (Points - 1)));
            double wanted = expected(x);
            double error = Math.Abs(actual(Vector128.Create(x))[0] - wanted) / (relative ? wanted : 1);
            if (error > worst)
            {
                (worst, worstAt) = (error, x);
            }
        }

        output.WriteLine($"largest {(relative ? "relative" : "absolute")} error {worst:g3} at {worstAt:g6}");
        Assert.InRange(worst, 0, bound);
    }
}
