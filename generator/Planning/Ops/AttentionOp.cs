using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>
/// output = softmax(Q K^T / sqrt(head size)) V within each sequence. The sources are queries, keys and values apart, or
/// one value with the three side by side. When the output has selected rows, only their queries are used. A training step
/// may drop values of the softmax.
/// </summary>
internal sealed record AttentionOp(ImmutableArray<Value> Sources, int HeadCount, int HeadSize, Value Output) : Op(Output)
{
    private int Width => HeadCount * HeadSize;

    public DropoutSite? Dropout { get; init; }

    public override ImmutableArray<Value> Inputs => Sources;

    // Scores and weighted sum: two products of one row of queries with every row of its sequence.
    public override Cost Cost => new(0, 4L * Width);

    public override string Text => $"attention {List(Sources)}, {Number(HeadCount)} heads of {Number(HeadSize)}{(Dropout is null ? "" : ", " + Dropout)}";

    public override string? ShapeError => Expect(
        Output.Width == Width
            && Sources.All(source => source.Rows == RowSpace.Pieces)
            && Sources.Sum(source => source.Width) == 3 * Width,
        "queries, keys and values must have all pieces and the width of all heads");

    public override void Differentiate(GradientTape tape) => tape.Add(
        Sources.Single(),
        target => new AttentionGradientOp(tape.GradientOf(Output), this, target));

    public override Op Map(Func<Value, Value> map) =>
        this with { Sources = [.. Sources.Select(map)], Output = map(Output) };
}
