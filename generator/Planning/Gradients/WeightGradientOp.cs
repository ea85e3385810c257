using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>Adds input^T gradient to the gradient of W, and the sum of the gradient's rows to that of b.</summary>
internal sealed record WeightGradientOp(Value Input, Value Gradient, LinearModule Module, bool HasBias = false)
    : GradientOp(Into(Module + " weight"))
{
    public override ImmutableArray<Value> Inputs => [Input, Gradient];

    public override ImmutableArray<Weight> Weights => [.. HasBias ? Module.All : Module.Matrices];

    public override Cost Cost => new(2L * Module.Inputs * Module.Width, 0);

    public override string Text => $"weight gradient {Input}, {Gradient}, {Module}{(HasBias ? " + bias" : "")}";

    public override string? ShapeError => Expect(
        Input.Width == Module.Inputs && Gradient.Width == Module.Width && Input.Rows == Gradient.Rows,
        "the weights do not fit input and gradient");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Gradient = map(Gradient) };
}
