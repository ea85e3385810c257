using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>
/// output = sum + factor * term; without a sum it begins one. A sum of selected rows reads only those of the term.
/// </summary>
internal sealed record AccumulateOp(Value? Sum, MixTerm Term, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => Sum is null ? [Term.Value] : [Sum, Term.Value];

    public override ImmutableArray<Weight> Weights => MixWeights.Of([Term.Factor]);

    public override Value? InPlace => Sum;

    public override string Text => $"accumulate {(Sum is null ? "" : Sum + " + ")}{Term.Factor} {Term.Value}";

    public override string? ShapeError => Expect(
        Term.Value.Width == Output.Width
            && (Sum is null || Sum.HasShapeOf(Output))
            && (Term.Value.Rows == Output.Rows || Term.Value.Rows == RowSpace.Pieces),
        "sum and output must have one shape, and the term's rows must hold theirs");

    public override void Differentiate(GradientTape tape)
    {
        Value gradient = tape.GradientOf(Output);
        if (Term.Factor.Constant is null)
        {
            tape.Emit(new MixWeightGradientOp(gradient, Term));
        }

        tape.Add(Term.Value, target => new MixGradientOp(gradient, Term.Factor, null, target));
        if (Sum is not null)
        {
            tape.Add(Sum, gradient);
        }
    }

    public override Op Map(Func<Value, Value> map) => this with
    {
        Sum = Sum is null ? null : map(Sum),
        Term = Term with { Value = map(Term.Value) },
        Output = map(Output),
    };
}
