using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>
/// output = gradient, its heads of queries and keys led back through their norms; adds to the gradients of the weights of these. The
/// input is used up: what it is normed to takes its place.
/// </summary>
internal sealed record HeadNormGradientOp(Value Gradient, Value Input, HeadNormOp Norms, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => [Gradient, Input];

    public override ImmutableArray<Weight> Weights => [.. Norms.Query.All, .. Norms.Key.All];

    public override Value? InPlace => Gradient;

    public override string Text => $"head norm gradient {Gradient} at {Input}, {Norms.Query}, {Norms.Key}";

    public override string? ShapeError => Expect(Gradient.HasShapeOf(Output) && Input.HasShapeOf(Output), "gradients and input must have one shape");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Norms = (HeadNormOp)Norms.At(layer) };

    // The norms are told by their weights and heads; which values they had in the forward pass is nothing of this operation.
    public override Op Map(Func<Value, Value> map)
    {
        Value gradient = map(Gradient), input = map(Input), output = map(Output);
        return this with { Gradient = gradient, Input = input, Norms = Norms with { Input = input, Output = output, Layer = null }, Output = output };
    }
}
