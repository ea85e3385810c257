using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = words[id] + positions[type, position]: what the embedding LayerNorm is given.</summary>
internal sealed record LookupSumOp(LookupOp Words, LookupOp Positions, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override ImmutableArray<Weight> Weights => [.. Words.Weights, .. Positions.Weights];

    public override string Text => $"sum ({Words.Text}), ({Positions.Text})";

    public override string? ShapeError => Expect(
        Words.Table.Columns == Output.Width && Positions.Table.Columns == Output.Width,
        "tables and output must have one width");

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
