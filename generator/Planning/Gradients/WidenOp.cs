using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = the rows of a gradient back in their places among all pieces, and zeros between them.</summary>
internal sealed record WidenOp(Value Gradient, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    // Rows only move back, the last one first.
    public override Value? InPlace => Gradient;

    public override string Text => $"widen {Gradient}";

    public override string? ShapeError => Expect(
        Gradient.Width == Output.Width && Gradient.Rows != RowSpace.Pieces && Output.Rows == RowSpace.Pieces,
        "selected rows are spread over all pieces, at one width");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Output = map(Output) };
}
