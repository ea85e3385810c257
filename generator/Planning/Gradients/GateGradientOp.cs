using System.Collections.Immutable;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = the gradient of both halves of a gate's input.</summary>
internal sealed record GateGradientOp(Value Gradient, Value Input, Activation Activation, bool IsOfSecond, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient, Input];

    public override string Text => $"gate gradient {Gradient} at {Input}, {Activation.ToString().ToLowerInvariant()} of its {(IsOfSecond ? "second" : "first")} half";

    public override string? ShapeError => Expect(
        Input.HasShapeOf(Output) && Gradient.Rows == Output.Rows && Output.Width == 2 * Gradient.Width,
        "the gradient of the input must have its shape, twice as wide as that of the output");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Input = map(Input), Output = map(Output) };
}
