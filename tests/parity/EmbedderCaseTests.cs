using System.Numerics.Tensors;
using BertGen.Parity.Differences;
using BertGen.Parity.Golden;
using Xunit.Abstractions;

namespace BertGen.Parity;

/// <summary>Every recorded call, through a class that was compiled for its options.</summary>
public sealed class EmbedderCaseTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    /// <summary>Cases in which both programs give numbers.</summary>
    public static TheoryData<BertTarget, string, string> Comparable => Targets.Times(GoldenCases.Rows(item => !item.Failed && Runs(item.Classify())));

    /// <summary>Cases that have a result here, whatever the original did.</summary>
    public static TheoryData<BertTarget, string, string> Runnable => Targets.Times(GoldenCases.Rows(item => Runs(item.Classify())));

    /// <summary>Cases with a result here where the original failed.</summary>
    public static TheoryData<string, string> OnlyHere => GoldenCases.Rows(item => item.Failed && Runs(item.Classify()));

    [Theory]
    [MemberData(nameof(Comparable))]
    public void EqualsTheRecordedVectors(BertTarget target, string model, string name)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        using IParityEmbedder embedder = item.Load(target);
        Tensor<float> result = Forward(embedder, item);
        Assert.Equal(item.OutputShape, result.Lengths.ToArray());
        var comparison = new RecordedComparison(item);
        comparison.Compare(result.Values());
        output.WriteLine(comparison.Difference.ToString());
        comparison.Difference.AssertWithin(Tolerance);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public void EveryRowIsWhatItIsAlone(BertTarget target, string model, string name)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        using IParityEmbedder embedder = item.Load(target);
        float[] together = Forward(embedder, item).Values();
        int hidden = item.Config.HiddenSize;
        int row = 0;
        int compared = 0;
        foreach (OutputPieces pieces in OutputPieces.OfRows(item))
        {
            Dictionary<int, float[]> alone = Alone(embedder, item, row);
            for (int i = 0; i < pieces.Own.Length; i++)
            {
                ReadOnlySpan<float> found = together.AsSpan((pieces.FirstPosition + i) * hidden, hidden);
                string what = $"{item.Title}, row {row}, position {i}";
                if (pieces.Own[i] == OutputPieces.Padding)
                {
                    Bits.AssertZero(found, what);
                }
                else
                {
                    Targets.AssertSame(target, alone[pieces.Own[i]], found, what);
                }
            }

            row++;
            compared += pieces.Own.Length * hidden;
        }

        Assert.Equal(together.Length, compared);
    }

    [Theory]
    [MemberData(nameof(OnlyHere))]
    public void WhatOnlyTheOriginalRefusesIsLongAndHasManyAxes(string model, string name) =>
        Assert.True(GoldenCases.Find(model, name).Classify().HasFlag(DeliberateDifference.LongRowsOfAnyRank));

    private static bool Runs(DeliberateDifference difference) =>
        (difference & (DeliberateDifference.OptionsAreChecked | DeliberateDifference.InputsAreChecked)) == 0;

    internal static Tensor<float> Forward(IParityEmbedder embedder, GoldenCase item) =>
        embedder.Forward(item.InputIds.Span, item.Offsets is { } offsets ? offsets.Span : default, item.TokenTypeIds is { } types ? types.Span : default);

    /// <summary>Vectors by piece of a row that is encoded alone, without padding at its end and without offsets.</summary>
    private static Dictionary<int, float[]> Alone(IParityEmbedder embedder, GoldenCase item, int row)
    {
        int length = Recombined.OwnLength(item.InputIds.Row(row));
        float[] values = embedder.Forward(
            item.InputIds.Alone(row, length).Span,
            default,
            item.TokenTypeIds is { } types ? types.Alone(row, length).Span : default).Values();
        return Recombined.Pieces(length, item.Options).Zip(values.Chunk(item.Config.HiddenSize)).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
