using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = for every sequence and column, the largest or the sum over its rows of log(1 + max(x, 0)), or of that twice.</summary>
/// <param name="Input">A row for every piece.</param>
/// <param name="IsSum">Whether the values of pieces are added, and not the largest taken.</param>
/// <param name="IsTwice">Whether the logarithm is taken twice.</param>
/// <param name="Output">A row for every sequence.</param>
internal sealed record SpladeOp(Value Input, bool IsSum, bool IsTwice, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override string Text => $"{(IsSum ? "sum" : "largest")} of log(1 + relu){(IsTwice ? " twice" : "")} {Input}";

    public override string? ShapeError => Expect(
        Input.Width == Output.Width && Input.Rows == RowSpace.Pieces && Output.Rows == RowSpace.Sequences,
        "the values are of all pieces, at one width");

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
