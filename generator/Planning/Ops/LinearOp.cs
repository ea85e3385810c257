using System.Collections.Immutable;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = activation(input W + b); before its epilogue is fused, input W alone.</summary>
internal sealed record LinearOp(
    Value Input,
    LinearModule Module,
    Value Output,
    bool HasBias = false,
    Activation Activation = Activation.None)
    : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override ImmutableArray<WeightModule> Modules => [Module];

    public override ImmutableArray<Weight> Weights => [.. HasBias ? Module.All : Module.Matrices];

    public override Cost Cost => new(2L * Module.Inputs * Module.Width, 0);

    public override string Text =>
        $"linear {Input}, {Module}"
        + (HasBias ? " + bias" : "")
        + (Activation == Activation.None ? "" : ", " + Activation.ToString().ToLowerInvariant());

    public override string? ShapeError => Expect(
        Input.Width == Module.Inputs && Output.Width == Module.Width && Input.Rows == Output.Rows,
        "the weights do not fit input and output");

    public override void Differentiate(GradientTape tape)
    {
        Value gradient = tape.GradientOf(Output);
        if (tape.IsTrained(this))
        {
            tape.Emit(new WeightGradientOp(Input, gradient, Module));
        }

        tape.Add(Input, target => new LinearGradientOp(gradient, Module, target));
    }

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
