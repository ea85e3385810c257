using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = some rows of the input: those that the result needs, or the first of every sequence.</summary>
internal sealed record SelectOp(Value Input, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    // Rows only move forward, so none is overwritten before it has moved.
    public override Value? InPlace => Input;

    public override string Text => $"select {Input}";

    public override string? ShapeError => Expect(
        Input.Width == Output.Width && Input.Rows == RowSpace.Pieces && Output.Rows != RowSpace.Pieces,
        "rows are selected from all pieces, at one width");

    public override void Differentiate(GradientTape tape) => tape.Add(
        Input,
        target => new WidenOp(tape.GradientOf(Output), target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
