using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>The gradient of rows that were given goes to who gave them.</summary>
internal sealed record GivenGradientOp(Value Gradient) : GradientOp(Into("what was given"))
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    public override string Text => $"hand on {Gradient}";

    public override string? ShapeError => null;

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient), Output = map(Output) };
}
