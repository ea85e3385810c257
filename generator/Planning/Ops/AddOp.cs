using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = left + right.</summary>
internal sealed record AddOp(Value Left, Value Right, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Left, Right];

    public override Value? InPlace => Left;

    public override string Text => $"add {Left}, {Right}";

    public override string? ShapeError => Expect(
        Left.HasShapeOf(Output) && Right.HasShapeOf(Output),
        "both sides and the output must have one shape");

    public override Op Map(Func<Value, Value> map) =>
        this with { Left = map(Left), Right = map(Right), Output = map(Output) };
}
