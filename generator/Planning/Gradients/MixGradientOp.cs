using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>output = factor * gradient of the mix, added to another gradient where there is one.</summary>
internal sealed record MixGradientOp(Value Gradient, MixFactor Factor, Value? AddTo, Value Output) : GradientOp(Output)
{
    public override ImmutableArray<Value> Inputs => AddTo is null ? [Gradient] : [Gradient, AddTo];

    public override Value? InPlace => AddTo;

    public override string Text => $"mix gradient {Factor} {Gradient}{(AddTo is null ? "" : ", add " + AddTo)}";

    public override string? ShapeError => Expect(
        Gradient.Width == Output.Width && (AddTo?.HasShapeOf(Output) ?? Gradient.Rows == Output.Rows),
        "the gradients must have one width, and a gradient of all rows begins elsewhere");

    public override Op Map(Func<Value, Value> map) =>
        this with { Gradient = map(Gradient), AddTo = AddTo is null ? null : map(AddTo), Output = map(Output) };
}
