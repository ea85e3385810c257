using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = table[bucket of the distance]: what the scores of two pieces are given for their distance, head by head.</summary>
internal sealed record DistanceBiasOp(Weight Table, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [];

    public override ImmutableArray<Weight> Weights => [Table];

    public override string Text => $"distances {Table.Name}";

    public override string? ShapeError => Expect(
        Output.Rows == RowSpace.Distances && Table.Columns == Output.Width,
        "the table is not as wide as the output, or the output has other rows than distances");

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
