using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = the mean of the rows of every sequence.</summary>
internal sealed record MeanOp(Value Input, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override string Text => $"mean {Input}";

    public override string? ShapeError => Expect(
        Input.Width == Output.Width && Input.Rows == RowSpace.Pieces && Output.Rows == RowSpace.Sequences,
        "the mean is of all pieces, at one width");

    public override void Differentiate(GradientTape tape) => tape.Add(Input, target => new MeanGradientOp(tape.GradientOf(Output), target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
