using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = residual + dropout(input W + b).</summary>
internal sealed record LinearAddOp(Value Input, LinearModule Module, Value Residual, DropoutSite? Dropout, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input, Residual];

    public override ImmutableArray<WeightModule> Modules => [Module];

    public override Value? InPlace => Residual;

    public override Cost Cost => new(2L * Module.Inputs * Module.Width, 0);

    public override string Text =>
        $"linear {Input}, {Module}{(Module.HasBias ? " + bias" : "")}{(Dropout is null ? "" : ", " + Dropout)}, add {Residual}";

    public override string? ShapeError => Expect(
        Input.Width == Module.Inputs && Output.Width == Module.Width && Input.Rows == Output.Rows && Residual.HasShapeOf(Output),
        "the weights and the residual must fit input and output");

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Module = Module.At(layer) };

    public override Op Map(Func<Value, Value> map) =>
        this with { Input = map(Input), Residual = map(Residual), Output = map(Output) };
}
