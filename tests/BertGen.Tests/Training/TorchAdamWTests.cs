using BertGen.Training;
using Xunit.Abstractions;

namespace BertGen.Tests.Training;

/// <summary>Ten steps as PyTorch 1.13 makes them: <c>torch.optim.AdamW</c> after <c>clip_grad_norm_</c> of all gradients to 1.</summary>
public sealed class TorchAdamWTests(ITestOutputHelper output)
{
    private static readonly float[] Weights =
    [
        -0.701672018f, -0.636748135f, -0.485572964f, -0.378316462f, -0.270917863f, -0.09006235f, -0.0158577338f,
        0.125835702f, 0.26364845f, 0.366466194f, 0.480497837f, 0.639337301f, 0.704261124f,
    ];

    private static readonly float[] Biases = [-0.473071098f, -0.254215449f, -0.00202962244f, 0.274530023f, 0.483525783f];

    private static readonly double[] Norms =
    [
        1.4758802652359009, 1.475218415260315, 1.3706430196762085, 1.405207872390747, 1.4543845653533936,
        1.4589934349060059, 1.3594647645950317, 1.4599134922027588, 1.4538809061050415, 1.404425859451294,
    ];

    [Fact]
    public void StepsAreThoseOfPyTorch()
    {
        var weight = new Parameter("weight", [13]);
        var bias = new Parameter("bias", [5], decays: false);
        Fill(weight.Value, i => (i - 6) / 8f);
        Fill(bias.Value, i => (i - 2) / 4f);
        var optimizer = new AdamW([weight, bias], new AdamWOptions { LearningRate = 0.01, WeightDecay = 0.25 });
        for (int step = 0; step < Norms.Length; step++)
        {
            int shift = step;
            Fill(weight.Gradient, i => ((((7 * i) + (3 * shift)) % 11) - 5) / 8f);
            Fill(bias.Gradient, i => ((((5 * i) + (2 * shift)) % 7) - 3) / 64f);
            Assert.Equal(Norms[step], optimizer.Step(), 1e-6);
        }

        double worst = weight.Value.ToArray().Zip(Weights).Concat(bias.Value.ToArray().Zip(Biases)).Max(pair => Math.Abs(pair.First - (double)pair.Second));
        output.WriteLine($"largest difference {worst:g3}");
        Assert.InRange(worst, 0, 5e-7);
    }

    private static void Fill(Span<float> values, Func<int, float> value)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(i);
        }
    }
}
