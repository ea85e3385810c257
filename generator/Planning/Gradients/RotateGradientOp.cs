using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = gradient, its first heads turned back by the angles of their positions.</summary>
internal sealed record RotateGradientOp(Value Gradient, RotateOp Rotation, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    public override Value? InPlace => Gradient;

    public override string Text => $"rotate back {Gradient}, {Number(Rotation.HeadCount)} heads of {Number(Rotation.HeadSize)}, {Rotation.Rule}";

    public override string? ShapeError => Expect(Gradient.HasShapeOf(Output), "gradients must have one shape");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Output = map(Output) };
}
