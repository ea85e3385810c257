using System.Collections.Immutable;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = gradient * activation'(input), value by value.</summary>
internal sealed record ActivationGradientOp(Value Gradient, Value Input, Activation Activation, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient, Input];

    public override Value? InPlace => Gradient;

    public override string Text => $"{Activation.ToString().ToLowerInvariant()} gradient {Gradient} at {Input}";

    public override string? ShapeError => Expect(
        Gradient.HasShapeOf(Output) && Input.HasShapeOf(Output),
        "gradients and input must have one shape");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Input = map(Input), Output = map(Output) };
}
