using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = what the caller gives.</summary>
internal sealed record GivenOp(Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override string Text => "given";

    public override string? ShapeError => null;

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
