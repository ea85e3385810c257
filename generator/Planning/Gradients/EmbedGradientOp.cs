using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>Adds every row of the gradient to its word, position and token type.</summary>
internal sealed record EmbedGradientOp(Value Gradient, LookupOp Words, LookupOp? Others) : GradientOp(Into("the embeddings"))
{
    public override ImmutableArray<Value> Inputs => [Gradient];

    public override ImmutableArray<Weight> Weights => [.. Words.Weights, .. Others?.Weights ?? []];

    public override string Text => $"embed gradient {Gradient}";

    public override string? ShapeError => Expect(
        Gradient.Width == Words.Table.Columns && (Others is null || Gradient.Width == Others.Table.Columns),
        "gradient and tables must have one width");

    public override Op Map(Func<Value, Value> map) => this with { Gradient = map(Gradient) };
}
