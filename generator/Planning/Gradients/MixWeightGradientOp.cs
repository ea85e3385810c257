using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>Adds the sum of gradient * term to the gradient of the term's factor.</summary>
internal sealed record MixWeightGradientOp(Value Gradient, MixTerm Term)
    : GradientOp(Into("mix factor " + NumberText.Plain(Term.Factor.Layer)))
{
    public override ImmutableArray<Value> Inputs => [Gradient, Term.Value];

    public override ImmutableArray<Weight> Weights => MixWeights.Of([Term.Factor]);

    public override string Text => $"mix factor gradient {Gradient}, {Term.Value}";

    public override string? ShapeError => Expect(Gradient.Width == Term.Value.Width, "gradient and term must have one width");

    public override Op Map(Func<Value, Value> map) =>
        this with { Gradient = map(Gradient), Term = Term with { Value = map(Term.Value) } };
}
