using BertGen.Parity.Differences;
using BertGen.Parity.Golden;

namespace BertGen.Parity;

/// <summary>Recorded calls with a shape or value that the model cannot take.</summary>
public sealed class InputCheckTests
{
    public static TheoryData<BertTarget, string, string> Refused => Targets.Times(GoldenCases.Rows(item => item.Classify() == DeliberateDifference.InputsAreChecked));

    /// <summary>The original takes these: its offsets may count from the end.</summary>
    public static TheoryData<BertTarget, string, string> FromTheEnd =>
        Targets.Times(GoldenCases.Rows(item => item.Classify() == DeliberateDifference.InputsAreChecked && !item.Failed));

    [Theory]
    [MemberData(nameof(Refused))]
    public void IsRefusedByPosition(BertTarget target, string model, string name)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        InvalidInput invalid = InvalidInput.Find(item)!;
        using IParityEmbedder embedder = item.Load(target);
        Exception? thrown = Record.Exception(() => embedder.Forward(
            item.InputIds.Span,
            item.Offsets is { } offsets ? offsets.Span : default,
            item.TokenTypeIds is { } types ? types.Span : default));

        ArgumentException error = invalid.Place is null
            ? Assert.IsType<ArgumentException>(thrown)
            : Assert.IsType<ArgumentOutOfRangeException>(thrown);
        Assert.Equal(invalid.Parameter, error.ParamName);
        Assert.Contains(invalid.Place is null ? $"({item.InputIds.Width})" : invalid.Parameter + invalid.Place, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FromTheEnd))]
    public void OffsetsFromTheEndWorkWhenCountedFromTheStart(BertTarget target, string model, string name)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        IntTensor offsets = item.Offsets!;
        int kept = Recombined.Pieces(item.InputIds.Width, item.Options).Length;
        GoldenCase fromTheStart = item with { Offsets = offsets with { Values = [.. offsets.Values.Select(offset => offset < 0 ? offset + kept : offset)] } };
        using IParityEmbedder embedder = item.Load(target);
        var comparison = new RecordedComparison(fromTheStart);
        comparison.Compare(embedder.Forward(item.InputIds.Span, fromTheStart.Offsets.Span).Values());
        comparison.Difference.AssertWithin(1e-5);
        Assert.True(comparison.Difference.Vectors > 0);
    }
}
