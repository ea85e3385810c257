using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = input, or the selected rows of it: a copy of what would be overwritten, for the backward pass.</summary>
internal sealed record KeepOp(Value Input, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [Input];

    public override string Text => $"keep {Input}";

    public override string? ShapeError => Expect(
        Input.Width == Output.Width && (Input.Rows == Output.Rows || Output.Rows == RowSpace.Selected),
        "the rows must be the input's, or some of them");

    public override Op Map(Func<Value, Value> map) => this with { Input = map(Input), Output = map(Output) };
}
