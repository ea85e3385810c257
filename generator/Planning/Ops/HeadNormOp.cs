using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = input, but for its heads of queries and of keys, each of which is normed by itself.</summary>
/// <param name="Input">Queries, keys and values side by side.</param>
/// <param name="Query">The norm of every head of queries.</param>
/// <param name="HeadCount">How many there are.</param>
/// <param name="Key">The norm of every head of keys.</param>
/// <param name="KeyHeads">How many there are.</param>
/// <param name="Output">As wide as the input.</param>
internal sealed record HeadNormOp(Value Input, NormModule Query, int HeadCount, NormModule Key, int KeyHeads, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override ImmutableArray<WeightModule> Modules => [Query, Key];

    public override Value? InPlace => Input;

    public override string Text => $"norm heads of {Input}, {Number(HeadCount)} by {Query}, {Number(KeyHeads)} by {Key}";

    public override string? ShapeError => Expect(
        Input.HasShapeOf(Output) && Query.Width == Key.Width && Query.IsRms == Key.IsRms && Input.Width >= (HeadCount + KeyHeads) * Query.Width,
        "input and output must have one shape, with room for all heads");

    public override void Differentiate(GradientTape tape)
    {
        Value input = tape.ToUseUp(Input);
        tape.Add(Input, target => new HeadNormGradientOp(tape.GradientOf(Output), input, this, target), isForWeights: tape.IsTrained(this));
    }

    public override Op At(LayerPlace? layer) => this with { Layer = layer, Query = Query.At(layer), Key = Key.At(layer) };

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
