using BertGen.Training;
using Xunit.Abstractions;

namespace BertGen.Tests.Training;

/// <summary>The optimizer against its formulas in double precision, and its promises beside the numbers.</summary>
public sealed class AdamWTests(ITestOutputHelper output)
{
    private const int Steps = 50;

    /// <summary>Counts that fill no vector, several chunks, and one value alone.</summary>
    private static readonly int[] Counts = [40_003, 16_384, 13, 1];

    public static TheoryData<string, AdamWOptions> Variants => new()
    {
        { "default", new AdamWOptions { LearningRate = 1e-2 } },
        { "strong decay", new AdamWOptions { LearningRate = 1e-2, WeightDecay = 0.5 } },
        { "tiny decay", new AdamWOptions { LearningRate = 1e-5, WeightDecay = 0.01 } },
        { "no clipping", new AdamWOptions { LearningRate = 1e-2, MaxGradientNorm = double.PositiveInfinity } },
        { "BertAdam", AdamWOptions.BertAdam with { LearningRate = 1e-2 } },
        { "other averages", new AdamWOptions { LearningRate = 1e-2, Beta1 = 0.5, Beta2 = 0.98, Epsilon = 1e-3 } },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void StepsAreThoseOfTheFormulas(string name, AdamWOptions options)
    {
        Parameter[] parameters = Parameters();
        var optimizer = new AdamW([new ParameterGroup(parameters[..2]), new ParameterGroup(parameters[2..]) { LearningRate = 3e-3 }], options);
        ReferenceAdamW[] references = [.. parameters.Select((parameter, i) => new ReferenceAdamW(parameter, options, i < 2 ? options.LearningRate : 3e-3))];
        double[][] start = [.. references.Select(reference => reference.Values.ToArray())];
        var schedule = new LinearWarmup(Steps);
        for (int step = 0; step < Steps; step++)
        {
            FillGradients(parameters, step);
            double norm = ReferenceAdamW.Step(references, step, schedule.FactorAt(step));
            Assert.Equal(norm, optimizer.Step(schedule.FactorAt(step)), norm * 1e-6);
        }

        double worst = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            double moved = references[i].Values.Zip(start[i], (end, begin) => Math.Abs(end - begin)).Max();
            double error = references[i].Values.Zip(parameters[i].Value.ToArray(), (expected, actual) => Math.Abs(expected - actual)).Max();
            worst = Math.Max(worst, error / Math.Max(moved, 1));
            Assert.InRange(error, 0, 1e-5 * moved + 3e-6);
        }

        output.WriteLine($"{name}: largest difference {worst:g3}");
    }

    [Fact]
    public void EachThreadCountGivesTheSameBits()
    {
        float[][] alone = Train(threads: 1), shared = Train(threads: 2), many = Train(threads: 16);
        Assert.All(Counts.Select((_, i) => i), i => Assert.Equal(alone[i], shared[i]));
        Assert.All(Counts.Select((_, i) => i), i => Assert.Equal(alone[i], many[i]));

        static float[][] Train(int threads)
        {
            Parameter[] parameters = Parameters();
            var optimizer = new AdamW(parameters) { MaxThreads = threads };
            for (int step = 0; step < 5; step++)
            {
                FillGradients(parameters, step);
                optimizer.Step();
            }

            return [.. parameters.Select(parameter => parameter.Value.ToArray())];
        }
    }

    [Fact]
    public void StepsAllocateNothingAndClearGradients()
    {
        Parameter[] parameters = Parameters();
        var optimizer = new AdamW(parameters) { MaxThreads = 1 };
        FillGradients(parameters, 0);
        optimizer.Step();
        Assert.All(parameters, parameter => Assert.Equal(-1, parameter.Gradient.IndexOfAnyExcept(0f)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++)
        {
            optimizer.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void GradientsThatAreNotFiniteAreRefusedByName(float value)
    {
        Parameter[] parameters = Parameters();
        var optimizer = new AdamW(parameters);
        FillGradients(parameters, 0);
        parameters[1].Gradient[77] = value;
        float[] before = parameters[0].Value.ToArray();
        var error = Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        Assert.Contains("p1.bias", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters[0].Value.ToArray());
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void WhatCannotBeTrainedIsRefused()
    {
        Assert.Throws<ArgumentException>(() => new AdamW(Array.Empty<Parameter>()));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => new AdamW([new Parameter("a", [1]), new Parameter("a", [2])]));
        Assert.Contains("'a'", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(Parameters(), new AdamWOptions { Beta2 = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(Parameters(), new AdamWOptions { MaxGradientNorm = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(Parameters(), new AdamWOptions { LearningRate = double.NaN }));
    }

    private static Parameter[] Parameters()
    {
        Parameter[] parameters = [.. Counts.Select((count, i) => new Parameter(i == 1 ? "p1.bias" : $"p{i}.weight", [count], decays: i != 1))];
        var random = new Random(3);
        foreach (Parameter parameter in parameters)
        {
            foreach (ref float value in parameter.Value)
            {
                value = (2 * random.NextSingle()) - 1;
            }
        }

        return parameters;
    }

    /// <summary>Some gradients that clipping shortens and some that it does not, and values that differ by magnitudes.</summary>
    private static void FillGradients(Parameter[] parameters, int step)
    {
        var random = new Random(step);
        foreach (Parameter parameter in parameters)
        {
            float scale = MathF.Pow(10, -step % 4) / 100;
            foreach (ref float value in parameter.Gradient)
            {
                value = scale * MathF.Pow((2 * random.NextSingle()) - 1, 3);
            }
        }
    }
}
