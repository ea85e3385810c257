using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = the gradient of queries, keys and values, for all rows; the softmax is computed again. Adds to the gradient of what is added to scores.</summary>
internal sealed record AttentionGradientOp(Value Gradient, AttentionOp Attention, Value Output) : GradientOp(Output)
{
    public Value Source => Attention.Sources[0];

    public Value Context => Attention.Output;

    public override ImmutableArray<Value> Inputs => Attention.Bias is { } bias ? [Gradient, Source, Context, bias] : [Gradient, Source, Context];

    // Scores, the gradients of the softmax, and those of queries, keys and values.
    public override Cost Cost => new(0, Attention.Cost.PerPair / 2 * 5);

    public override string Text => $"attention gradient {Gradient} at {Source}, {Context}";

    public override string? ShapeError => Expect(
        Gradient.HasShapeOf(Context) && Output.HasShapeOf(Source),
        "every gradient must have the shape of its value");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Attention = (AttentionOp)Attention.At(layer) };

    public override Op Map(Func<Value, Value> map) =>
        this with { Gradient = map(Gradient), Attention = (AttentionOp)Attention.Map(map), Output = map(Output) };
}
