using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = gradient W^T, added to another gradient where there is one.</summary>
internal sealed record LinearGradientOp(Value Gradient, LinearModule Module, Value Output, Value? AddTo = null) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => AddTo is null ? [Gradient] : [Gradient, AddTo];

    public override ImmutableArray<Weight> Weights => [.. Module.Matrices];

    public override Value? InPlace => AddTo;

    public override Cost Cost => new(2L * Module.Inputs * Module.Width, 0);

    public override string Text => $"linear gradient {Gradient}, {Module}{(AddTo is null ? "" : ", add " + AddTo)}";

    public override string? ShapeError => Expect(
        Gradient.Width == Module.Width && Output.Width == Module.Inputs && Gradient.Rows == Output.Rows && (AddTo?.HasShapeOf(Output) ?? true),
        "the weights do not fit the gradients");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) =>
        this with { Gradient = map(Gradient), AddTo = AddTo is null ? null : map(AddTo), Output = map(Output) };
}
