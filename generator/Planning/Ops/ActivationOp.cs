using System.Collections.Immutable;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = activation(input), value by value.</summary>
internal sealed record ActivationOp(Value Input, Activation Activation, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override Value? InPlace => Input;

    public override string Text => $"{Activation.ToString().ToLowerInvariant()} {Input}";

    public override string? ShapeError => Expect(Input.HasShapeOf(Output), "input and output must have one shape");

    public override void Differentiate(GradientTape tape) => tape.Add(
        Input,
        target => new ActivationGradientOp(tape.GradientOf(Output), Input, Activation, target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
