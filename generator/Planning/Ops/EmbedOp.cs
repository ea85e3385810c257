using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = norm(words[id] + others), row by row without a matrix in between. The others are positions with types, types alone, or nothing.</summary>
internal sealed record EmbedOp(LookupOp Words, LookupOp? Others, NormModule Norm, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override ImmutableArray<Weight> Weights => [.. Words.Weights, .. Others?.Weights ?? [], .. Norm.All];

    /// <summary>Positions, with or without types added to them; null in families without a table of positions.</summary>
    public LookupOp? Positions => Others?.Index == LookupIndex.Type ? null : Others;

    /// <summary>Types where there is no table of positions to add them to.</summary>
    public LookupOp? Types => Others?.Index == LookupIndex.Type ? Others : null;

    public override string Text => $"embed ({Words.Text}){(Others is null ? "" : $", ({Others.Text})")}, norm {Norm}";

    public override string? ShapeError => Expect(
        Words.Table.Columns == Output.Width && (Others is null || Others.Table.Columns == Output.Width) && Norm.Width == Output.Width,
        "tables, norm and output must have one width");

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
