using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>The operations of one encoder layer as one call of a body that all layers share.</summary>
internal sealed record LayerOp(ImmutableArray<Op> Body, Value Output) : Op(Output)
{
    /// <summary>Whether this call drops the rows that the result does not need.</summary>
    public bool IsNarrow => Body.Any(op => op is SelectOp);

    public override ImmutableArray<Value> Inputs
    {
        get
        {
            var own = new HashSet<Value>(Body.Select(op => op.Output));
            return [.. Body.SelectMany(op => op.Inputs).Where(input => !own.Contains(input)).Distinct()];
        }
    }

    public override ImmutableArray<Weight> Weights => [.. Body.SelectMany(op => op.Weights)];

    /// <summary>The output of the layer below.</summary>
    public Value Input => Inputs.Single(input => input.Rows != RowSpace.Distances);

    /// <summary>What is added to its scores, if anything is.</summary>
    public Value? Bias => Inputs.FirstOrDefault(input => input.Rows == RowSpace.Distances);

    public override Value? InPlace => Inputs.Count(input => input.Rows != RowSpace.Distances) == 1 ? Input : null;

    public override Cost Cost => Body.Aggregate(default(Cost), (sum, op) => sum + op.Cost);

    public override string Text => $"layer {Number(Layer ?? -1)} of {List(Inputs)}{(IsNarrow ? ", narrow" : "")}";

    public override string? ShapeError => Body.Select(op => op.ShapeError).FirstOrDefault(error => error is not null);

    public override Op Map(Func<Value, Value> map) =>
        this with { Body = [.. Body.Select(op => op.Map(map))], Output = map(Output) };
}
