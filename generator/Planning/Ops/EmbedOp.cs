using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = norm(words[id] + positions[type, position]), row by row without a matrix in between.</summary>
internal sealed record EmbedOp(LookupOp Words, LookupOp Positions, NormModule Norm, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override ImmutableArray<Weight> Weights => [.. Words.Weights, .. Positions.Weights, .. Norm.All];

    public override string Text => $"embed ({Words.Text}), ({Positions.Text}), norm {Norm}";

    public override string? ShapeError => Expect(
        Words.Table.Columns == Output.Width && Positions.Table.Columns == Output.Width && Norm.Width == Output.Width,
        "tables, norm and output must have one width");

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
