using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = every row divided by its length, so that it has length 1 (L2 normalisation).</summary>
internal sealed record UnitOp(Value Input, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override Value? InPlace => Input;

    public override string Text => $"scale to length 1 {Input}";

    public override string? ShapeError => Expect(Input.HasShapeOf(Output), "input and output must have one shape");

    public override void Differentiate(GradientTape tape) => tape.Add(Input, target => new UnitGradientOp(tape.GradientOf(Output), Input, target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
