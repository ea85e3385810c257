using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>
/// output = the gradient of a LayerNorm's input; adds to the gradients of its weights. The input is used up: what it is
/// normalised to takes its place.
/// </summary>
internal sealed record NormGradientOp(Value Gradient, Value Input, NormModule Module, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient, Input];

    public override ImmutableArray<Weight> Weights => [.. Module.All];

    public override string Text => $"norm gradient {Gradient} at {Input}, {Module}";

    public override string? ShapeError => Expect(
        Gradient.HasShapeOf(Output) && Input.HasShapeOf(Output) && Output.Width == Module.Width,
        "gradients, input and weights must have one width");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Input = map(Input), Output = map(Output) };
}
