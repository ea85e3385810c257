using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>Adds the sum of the gradient's rows to the gradient of b.</summary>
internal sealed record BiasGradientOp(Value Gradient, LinearModule Module) : GradientOp(Into(Module + " bias"))
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    public override ImmutableArray<Weight> Weights => [.. Module.Biases];

    public override string Text => $"bias gradient {Gradient}, {Module}";

    public override string? ShapeError => Expect(Gradient.Width == Module.Width, "gradient and bias must have one width");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient) };
}
