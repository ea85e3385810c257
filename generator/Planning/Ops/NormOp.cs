using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = LayerNorm(input), with biased variance.</summary>
internal sealed record NormOp(Value Input, NormModule Module, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override ImmutableArray<WeightModule> Modules => [Module];

    public override Value? InPlace => Input;

    public override string Text => $"norm {Input}, {Module}";

    public override string? ShapeError => Expect(
        Input.HasShapeOf(Output) && Input.Width == Module.Width,
        "input, output and weights must have one width");

    public override void Differentiate(GradientTape tape)
    {
        Value input = tape.ToUseUp(Input);
        tape.Add(Input, target => new NormGradientOp(tape.GradientOf(Output), input, Module, target), isForWeights: tape.IsTrained(this));
    }

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
