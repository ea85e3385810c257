using BertGen.Engine.Pipeline;
using BertGen.Text.Tokenizers;

namespace BertGen.Tests.Text;

/// <summary>Spans of classified pieces, by the rules of the token-classification pipeline of transformers.</summary>
public sealed class TokenSpansTests : IDisposable
{
    private const string Text = "new york likes unreal ann";

    private static readonly string[] Labels = ["O", "B-LOC", "I-LOC", "B-PER"];

    // [CLS] new york likes un ##real ann [SEP]: each row has its logits, of which the last and the first are of special pieces.
    private static readonly float[] Logits =
    [
        0, 9, 0, 0,
        0, 6, 1, 0,
        0, 1, 5, 0,
        7, 0, 0, 0,
        2, 3, 0, 0,
        0, 0, 6, 0,
        0, 0, 0, 8,
        0, 9, 0, 0,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("spans-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WithoutAggregationEveryPieceIsASpan() => Assert.Equal(
        [("B-LOC", "new"), ("I-LOC", "york"), ("B-LOC", "un"), ("I-LOC", "real"), ("B-PER", "ann")], Spans(TokenAggregation.None));

    [Fact]
    public void NeighboursOfOneKindAreASpanUntilOneBegins()
    {
        Assert.Equal([("LOC", "new york"), ("LOC", "unreal"), ("PER", "ann")], Spans(TokenAggregation.Simple));
        LabeledSpan first = Make(TokenAggregation.Simple)[0];
        Assert.Equal((0, 8), (first.Start, first.End));
        Assert.Equal((Share(6, 0, 1, 0) + Share(5, 0, 1, 0)) / 2, first.Score, 1e-6);
    }

    [Theory]
    [InlineData(TokenAggregation.First, "LOC")]
    [InlineData(TokenAggregation.Max, "LOC")]
    [InlineData(TokenAggregation.Average, "LOC")]
    public void WordsAreClassifiedAsAWhole(TokenAggregation aggregation, string label)
    {
        (string Label, string Text)[] spans = Spans(aggregation);
        Assert.Contains((label, "unreal"), spans);
        Assert.Equal(3, spans.Length);
    }

    [Fact]
    public void TheScoreOfAWordIsThatOfItsFirstOrBestPieceOrTheirMean()
    {
        double first = Share(3, 2, 0, 0), best = Share(6, 0, 0, 0);
        Assert.Equal(first, Score(TokenAggregation.First), 1e-6);
        Assert.Equal(best, Score(TokenAggregation.Max), 1e-6);
        Assert.Equal((best + (Share(3, 2, 0, 0) / Math.Exp(3))) / 2, Score(TokenAggregation.Average), 1e-6);
    }

    private double Score(TokenAggregation aggregation) => Make(aggregation).Single(span => span.Text == "unreal").Score;

    /// <summary>The first value's share of the exponents.</summary>
    private static double Share(params double[] logits) => Math.Exp(logits[0]) / logits.Sum(Math.Exp);

    private (string, string)[] Spans(TokenAggregation aggregation) => [.. Make(aggregation).Select(span => (span.Label, span.Text))];

    private IReadOnlyList<LabeledSpan> Make(TokenAggregation aggregation)
    {
        File.WriteAllText(Path.Combine(_folder, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nnew\nyork\nlikes\nun\n##real\nann\n");
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{ \"model_type\": \"bert\" }");
        var tokenizer = TextTokenizer.Load(_folder);
        return new TokenSpans(tokenizer, Labels).Of(Text, tokenizer.Encode(Text), Logits, aggregation);
    }
}
