using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

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

    public override void Differentiate(GradientTape tape)
    {
        Value gradient = tape.GradientOf(Output);
        tape.Add(Left, gradient);
        tape.Add(Right, gradient);
    }

    public override Op Map(Func<Value, Value> map) =>
        this with { Left = map(Left), Right = map(Right), Output = map(Output) };
}
