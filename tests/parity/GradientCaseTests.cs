using System.Numerics.Tensors;
using BertGen.Parity.Compiling;
using BertGen.Parity.Differences;
using BertGen.Parity.Golden;
using Xunit.Abstractions;

namespace BertGen.Parity;

/// <summary>Every recorded gradient, of all parameters, through classes whose backward pass was derived.</summary>
public sealed class GradientCaseTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    /// <summary>Where windows or rows without any piece take part in the original, it is farther from itself in float64.</summary>
    private const double ToleranceWithEmptyRows = 1e-3;

    /// <summary>Every recorded case on every target; checkpointing is of this process alone.</summary>
    public static TheoryData<BertTarget, string, string, bool> Cases
    {
        get
        {
            var rows = new TheoryData<BertTarget, string, string, bool>();
            foreach (GoldenCase item in GoldenCases.All.Where(item => item.Gradient is not null))
            {
                rows.Add(BertTarget.Managed, item.Model, item.Name, true);
                foreach (BertTarget target in Targets.All)
                {
                    rows.Add(target, item.Model, item.Name, false);
                }
            }

            return rows;
        }
    }

    public static TheoryData<string, string, bool> ManagedCases
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (object[] row in Cases.Where(row => (BertTarget)row[0] == BertTarget.Managed))
            {
                rows.Add((string)row[1], (string)row[2], (bool)row[3]);
            }

            return rows;
        }
    }

    public static TheoryData<BertTarget, string, string> PoolerCases => Targets.Times(PoolerCase.Rows);

    [Theory]
    [MemberData(nameof(Cases))]
    public void EqualsTheRecordedGradients(BertTarget target, string model, string name, bool checkpointing)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        RecordedTensors recorded = item.ReadTensors();
        using IParityEmbedder embedder = Load(target, item, checkpointing);

        Tensor<float> result = Train(embedder, item, CotangentOf(item, recorded));

        Targets.AssertSame(target, Forward(embedder, item).Values(), result.Values(), "a step without dropout");
        double tolerance = recorded.Values<byte>("well_conditioned").Contains((byte)0) ? ToleranceWithEmptyRows : Tolerance;
        foreach (RecordedParameter parameter in item.Gradient!.WithGradient)
        {
            AssertGradient(recorded.Values<float>("grad." + parameter.RecordedName), embedder.Gradient(parameter.Name), parameter.Name, tolerance);
        }

        Assert.Empty(item.Gradient.WithoutGradient.Select(parameter => parameter.Name).Intersect(embedder.TrainedNames));
        Assert.Equal(item.Gradient.WithGradient.Count, embedder.TrainedNames.Count);
    }

    [Theory]
    [MemberData(nameof(ManagedCases))]
    public void GradientsHaveTheSameBitsOnAnyNumberOfThreads(string model, string name, bool checkpointing)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        float[] cotangent = CotangentOf(item, item.ReadTensors());
        using IParityEmbedder one = Load(BertTarget.Managed, item, checkpointing), two = Load(BertTarget.Managed, item, checkpointing);
        (one.MaxThreads, two.MaxThreads) = (1, 2);

        Bits.AssertEqual(Train(one, item, cotangent).Values(), Train(two, item, cotangent).Values(), "output");

        foreach (string parameter in one.TrainedNames)
        {
            Bits.AssertEqual(one.Gradient(parameter), two.Gradient(parameter), parameter);
        }
    }

    [Theory]
    [MemberData(nameof(PoolerCases))]
    public void EqualsTheRecordedGradientsOfThePooler(BertTarget target, string model, string name)
    {
        var item = new PoolerCase(model, name);
        RecordedTensors recorded = item.ReadTensors();
        using IParityEmbedder embedder = new ModelUnderTest(item.Folder, "Pooler = true, RequiresGrad = true", target).Load();

        Tensor<float> tokens = embedder.TrainPool(
            new ReadOnlyTensorSpan<float>(recorded.Values<float>("tokens"), item.ReadShapes().Tokens), recorded.Values<float>("cotangent"));

        AssertGradient(recorded.Values<float>("grad.tokens"), tokens.Values(), "tokens", Tolerance);
        AssertGradient(recorded.Values<float>("grad.pooler.dense.weight"), embedder.Gradient("pooler.dense.weight"), "weight", Tolerance);
        AssertGradient(recorded.Values<float>("grad.pooler.dense.bias"), embedder.Gradient("pooler.dense.bias"), "bias", Tolerance);
    }

    private static IParityEmbedder Load(BertTarget target, GoldenCase item, bool checkpointing)
    {
        string[] frozen = item.Gradient!.RequiresGradOfBert ? [] : [$"FrozenLayers = {item.Config.LayerCount}"];
        return item.Load(target, ["RequiresGrad = true", .. frozen, .. checkpointing ? ["Checkpointing = true"] : (string[])[]]);
    }

    private static Tensor<float> Forward(IParityEmbedder embedder, GoldenCase item) =>
        embedder.Forward(item.InputIds.Span, item.Offsets is { } offsets ? offsets.Span : default, item.TokenTypeIds is { } types ? types.Span : default);

    private static Tensor<float> Train(IParityEmbedder embedder, GoldenCase item, float[] cotangent) =>
        embedder.Train(item.InputIds.Span, item.Offsets is { } offsets ? offsets.Span : default, item.TokenTypeIds is { } types ? types.Span : default, cotangent);

    /// <summary>
    /// The recorded cotangent, piece by piece where the same piece stands here: rows of a batch with windows are recombined by
    /// their own length here.
    /// </summary>
    private static float[] CotangentOf(GoldenCase item, RecordedTensors recorded)
    {
        int hidden = item.Config.HiddenSize;
        float[] given = recorded.Values<float>("cotangent");
        float[] moved = new float[given.Length];
        foreach (OutputPieces row in OutputPieces.OfRows(item))
        {
            for (int i = 0; i < row.Recorded.Length; i++)
            {
                ReadOnlySpan<float> vector = given.AsSpan((row.FirstPosition + i) * hidden, hidden);
                int place = item.Offsets is null ? Array.IndexOf(row.Own, row.Recorded[i]) : row.Own[i] == row.Recorded[i] ? i : -1;
                if (vector.ContainsAnyExcept(0f))
                {
                    Assert.True(place >= 0, $"{item.Title}: the piece at position {row.FirstPosition + i} has a cotangent, and is not in the result here.");
                    vector.CopyTo(moved.AsSpan((row.FirstPosition + place) * hidden, hidden));
                }
            }
        }

        return moved;
    }

    private void AssertGradient(float[] expected, float[] found, string parameter, double tolerance)
    {
        var difference = new Difference(parameter);
        difference.Add(expected, found, parameter);
        output.WriteLine(difference.ToString());
        difference.AssertWithin(tolerance * (1 + expected.Max(Math.Abs)));
    }
}
