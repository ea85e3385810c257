using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = input + b.</summary>
internal sealed record BiasOp(Value Input, LinearModule Module, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override ImmutableArray<Weight> Weights => [.. Module.Biases];

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Value? InPlace => Input;

    public override string Text => $"bias {Input}, {Module}";

    public override string? ShapeError => Expect(
        Input.HasShapeOf(Output) && Input.Width == Module.Width,
        "input, output and bias must have one width");

    public override void Differentiate(GradientTape tape)
    {
        Value gradient = tape.GradientOf(Output);
        if (tape.IsTrained(this))
        {
            tape.Emit(new BiasGradientOp(gradient, Module));
        }

        tape.Add(Input, gradient);
    }

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
