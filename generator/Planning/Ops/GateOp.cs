using System.Collections.Immutable;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = activation(one half of the input) * the other half.</summary>
/// <param name="Input">Both halves side by side.</param>
/// <param name="Activation">The function.</param>
/// <param name="IsOfSecond">Whether it is of the second half, and not of the first.</param>
/// <param name="Output">As wide as a half.</param>
internal sealed record GateOp(Value Input, Activation Activation, bool IsOfSecond, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override string Text => $"gate {Input}, {Activation.ToString().ToLowerInvariant()} of its {(IsOfSecond ? "second" : "first")} half";

    public override string? ShapeError => Expect(
        Input.Rows == Output.Rows && Input.Width == 2 * Output.Width,
        "the input must be twice as wide as the output");

    public override void Differentiate(GradientTape tape) => tape.Add(
        Input,
        target => new GateGradientOp(tape.GradientOf(Output), Input, Activation, IsOfSecond, target));

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
