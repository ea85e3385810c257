using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = words[id] + others, which are positions with types, types alone, or nothing: what the embedding LayerNorm is given.</summary>
internal sealed record LookupSumOp(LookupOp Words, LookupOp? Others, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override ImmutableArray<Weight> Weights => [.. Words.Weights, .. Others?.Weights ?? []];

    public override string Text => $"sum ({Words.Text}){(Others is null ? "" : $", ({Others.Text})")}";

    public override string? ShapeError => Expect(
        Words.Table.Columns == Output.Width && (Others is null || Others.Table.Columns == Output.Width),
        "tables and output must have one width");

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
