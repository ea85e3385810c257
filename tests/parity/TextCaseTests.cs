using BertGen.Parity.Golden;
using Xunit.Abstractions;

namespace BertGen.Parity;

/// <summary>From text to vectors: the indexer of the compiled class, then the class itself.</summary>
public sealed class TextCaseTests(ITestOutputHelper output)
{
    public static TheoryData<BertTarget, string, string> Texts => Targets.Times(GoldenCases.Rows(item => item.Text is not null));

    [Theory]
    [MemberData(nameof(Texts))]
    public void TextBecomesTheRecordedVectors(BertTarget target, string model, string name)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        RecordedText text = item.Text!;
        Assert.Equal(item.Options.MaxPieces, text.MaxPieces);
        using IParityEmbedder embedder = item.Load(target);

        IndexedTexts input = embedder.Index(text.Options, text.Texts);
        Assert.Equal(item.InputIds.Shape, input.InputIds.Lengths.ToArray());
        Assert.Equal(item.InputIds.Values, input.InputIds.Values());
        Assert.Equal(item.TokenTypeIds!.Values, input.TokenTypeIds.Values());
        Assert.Equal(text.Offsets, input.Offsets.Values());
        Assert.Equal(text.Mask, input.Mask.Values());

        var comparison = new RecordedComparison(item);
        comparison.Compare((item.Offsets is null ? input.Pieces() : input.Words()).Values());
        output.WriteLine(comparison.Difference.ToString());
        comparison.Difference.AssertWithin(1e-5);
    }
}
