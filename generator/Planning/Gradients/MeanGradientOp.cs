using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = the gradient of the mean of a sequence, divided among its rows.</summary>
internal sealed record MeanGradientOp(Value Gradient, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    public override string Text => $"mean gradient {Gradient}";

    public override string? ShapeError => Expect(
        Gradient.Width == Output.Width && Gradient.Rows == RowSpace.Sequences && Output.Rows == RowSpace.Pieces,
        "a row of a sequence becomes all of its rows, at one width");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Output = map(Output) };
}
