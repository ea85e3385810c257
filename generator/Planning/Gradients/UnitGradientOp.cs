using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = the gradient of rows that were scaled to length 1, in place.</summary>
internal sealed record UnitGradientOp(Value Gradient, Value Input, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient, Input];

    public override Value? InPlace => Gradient;

    public override string Text => $"length 1 gradient {Gradient}, {Input}";

    public override string? ShapeError => Expect(Gradient.HasShapeOf(Output) && Input.HasShapeOf(Output), "all three must have one shape");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Input = map(Input), Output = map(Output) };
}
