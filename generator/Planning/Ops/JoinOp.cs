using System.Collections.Immutable;
using BertGen.Generator.Common;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = the columns of the parts, side by side.</summary>
internal sealed record JoinOp(EquatableArray<Value> Parts, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [.. Parts];

    public override string Text => $"join {List(Parts)}";

    public override string? ShapeError => Expect(
        Parts.All(part => part.Rows == Output.Rows) && Parts.Sum(part => part.Width) == Output.Width,
        "the parts must have the rows of the output, and its columns together");

    public override Op Map(Func<Value, Value> map) => this with { Parts = Parts.Select(map).ToEquatable(), Output = map(Output) };
}
