using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>Adds every row of the gradient to the rows of the tables that were looked up for it.</summary>
internal sealed record LookupGradientOp(Value Gradient, LookupOp Lookup) : GradientOp(Into(Lookup.Table.Name))
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    public override ImmutableArray<Weight> Weights => Lookup.Weights;

    public override string Text => $"lookup gradient {Gradient}, {Lookup.Text}";

    public override string? ShapeError => Expect(Gradient.Width == Lookup.Table.Columns, "gradient and table must have one width");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient) };
}
