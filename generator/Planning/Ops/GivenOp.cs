using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = what the caller gives: the rows of texts, which some computation made, or the gradient of a result.</summary>
internal sealed record GivenOp(Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override string Text => "given";

    public override string? ShapeError => null;

    public override void Differentiate(GradientTape tape) => tape.Emit(new GivenGradientOp(tape.GradientOf(Output)));

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
