using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>
/// output = softmax(Q K^T / sqrt(head size) + bias) V within each sequence. The sources are queries, keys and values apart, or
/// one value with the three side by side. When the output has selected rows, only their queries are used. A training step
/// may drop values of the softmax.
/// </summary>
internal sealed record AttentionOp(EquatableArray<Value> Sources, int HeadCount, int HeadSize, Value Output) : Op(Output)
{
    private int Width => HeadCount * HeadSize;

    /// <summary>Pieces attend to pieces at distances below this; 0: at any.</summary>
    public int Near { get; init; }

    /// <summary>Whether pieces attend to none behind them.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Heads of keys and values, each for as many heads of queries in a row.</summary>
    public int KeyHeads { get; init; } = HeadCount;

    public DropoutSite? Dropout { get; init; }

    /// <summary>What is added to the scores for the distance of two pieces; its gradient goes to the table by itself.</summary>
    public Value? Bias { get; init; }

    public override ImmutableArray<Value> Inputs => Bias is null ? [.. Sources] : [.. Sources, Bias];

    // Scores and weighted sum: two products of one row of queries with every row of its sequence.
    public override Cost Cost => new(0, 4L * Width);

    public override string Text => $"attention {List(Sources)}, {Number(HeadCount)} heads of {Number(HeadSize)}{(KeyHeads == HeadCount ? "" : $" over {Number(KeyHeads)} of keys")}{(Near == 0 ? "" : $", nearer than {Number(Near)}")}{(IsCausal ? ", causal" : "")}{(Bias is null ? "" : ", bias " + Bias)}{(Dropout is null ? "" : ", " + Dropout)}";

    public override string? ShapeError => Expect(
        Output.Width == Width
            && Sources.All(source => source.Rows == RowSpace.Pieces)
            && Sources.Sum(source => source.Width) == Width + (2 * KeyHeads * HeadSize)
            && (Bias is null || (Near == 0 && !IsCausal))
            && (Bias is null || (Bias.Rows == RowSpace.Distances && Bias.Width == HeadCount)),
        "queries, keys and values must have all pieces and the width of all heads, and a bias a column for each head");

    public override void Differentiate(GradientTape tape) => tape.Add(
        Sources.Single(),
        target => new AttentionGradientOp(tape.GradientOf(Output), this, target));

    public override Op Map(Func<Value, Value> map) =>
        this with { Sources = Sources.Select(map).ToEquatable(), Bias = Bias is null ? null : map(Bias), Output = map(Output) };
}
