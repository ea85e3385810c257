using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = for every sequence and column, the largest value of its rows.</summary>
internal sealed record MaxOp(Value Input, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override string Text => $"largest {Input}";

    public override string? ShapeError => Expect(
        Input.Width == Output.Width && Input.Rows == RowSpace.Pieces && Output.Rows == RowSpace.Sequences,
        "the largest values are of all pieces, at one width");

    public override void Differentiate(GradientTape tape) => tape.Add(Input, target => new MaxGradientOp(tape.GradientOf(Output), Input, target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
