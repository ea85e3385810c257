using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = input, but for values that are dropped; what remains is scaled up. The gradient is dropped alike.</summary>
internal sealed record DropoutOp(Value Input, DropoutSite Site, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override Value? InPlace => Input;

    public override string Text => $"{Site} {Input}";

    public override string? ShapeError => Expect(Input.HasShapeOf(Output), "input and output must have one shape");

    public override void Differentiate(GradientTape tape) =>
        tape.Add(Input, target => new DropoutOp(tape.GradientOf(Output), Site, target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
