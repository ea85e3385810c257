using System.Collections.Immutable;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = input, but for its first heads, whose pairs of values are turned by the angles of their positions.</summary>
internal sealed record RotateOp(Value Input, RotaryRule Rule, int HeadCount, int HeadSize, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override Value? InPlace => Input;

    public override string Text => $"rotate {Input}, {Number(HeadCount)} heads of {Number(HeadSize)}, {Rule}";

    public override string? ShapeError => Expect(
        Input.HasShapeOf(Output) && Input.Width >= HeadCount * HeadSize && HeadSize % 2 == 0,
        "input and output must have one shape, and an even number of values in each of the heads that are turned");

    // A rotation the other way: nothing of the forward pass is read.
    public override void Differentiate(GradientTape tape) => tape.Add(
        Input,
        target => new RotateGradientOp(tape.GradientOf(Output), this, target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
