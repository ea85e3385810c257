using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = the gradient of the largest values of a sequence, each at the first row that has it.</summary>
internal sealed record MaxGradientOp(Value Gradient, Value Input, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient, Input];

    public override string Text => $"largest gradient {Gradient}, {Input}";

    public override string? ShapeError => Expect(
        Gradient.Width == Output.Width && Gradient.Rows == RowSpace.Sequences && Input.HasShapeOf(Output),
        "a row of a sequence becomes all of its rows, at one width");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Input = map(Input), Output = map(Output) };
}
