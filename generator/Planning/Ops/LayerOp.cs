using System.Collections.Immutable;

namespace BertGen.Generator.Planning.Ops;

/// <summary>The operations of one encoder layer as one call of a function.</summary>
/// <param name="Place">The layer: what is called with.</param>
/// <param name="Function">What is called.</param>
/// <param name="Body">The operations of the function on the values and weights of this call.</param>
/// <param name="Output">What the layer above reads.</param>
internal sealed record LayerOp(LayerPlace Place, LayerFunction Function, ImmutableArray<Op> Body, Value Output) : Op(Output)
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

    public override ImmutableArray<WeightModule> Modules => [.. Body.SelectMany(op => op.Modules)];

    public override ImmutableArray<Weight> Weights => [.. Body.SelectMany(op => op.Weights)];

    /// <summary>The output of the layer below.</summary>
    public Value Input => Inputs.Single(input => input.Rows != RowSpace.Distances);

    /// <summary>What is added to its scores, if anything is.</summary>
    public Value? Bias => Inputs.FirstOrDefault(input => input.Rows == RowSpace.Distances);

    public override Value? InPlace => Inputs.Count(input => input.Rows != RowSpace.Distances) == 1 ? Input : null;

    public override Cost Cost => Body.Aggregate(default(Cost), (sum, op) => sum + op.Cost);

    public override string Text => $"{(Place.Kind.Length > 0 ? Place.Kind.ToLowerInvariant() + " " : "")}layer {Number(Place.Number)} of {List(Inputs)}{(IsNarrow ? ", narrow" : "")}";

    public override string? ShapeError => Body.Select(op => op.ShapeError).FirstOrDefault(error => error is not null);

    public override Op Map(Func<Value, Value> map) =>
        this with { Body = [.. Body.Select(op => op.Map(map))], Output = map(Output) };
}
