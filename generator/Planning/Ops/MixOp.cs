using System.Collections.Immutable;
using BertGen.Generator.Common;

namespace BertGen.Generator.Planning.Ops;

/// <summary>output = the sum of factor times layer over all terms.</summary>
internal sealed record MixOp(EquatableArray<MixTerm> Terms, Value Output) : Op(Output)
{
    public override ImmutableArray<Value> Inputs => [.. Terms.Select(term => term.Value)];

    public override ImmutableArray<Weight> Weights => MixWeights.Of(Terms.Select(term => term.Factor));

    public override string Text => "mix " + string.Join(" + ", Terms.Select(term => $"{term.Factor} {term.Value}"));

    public override string? ShapeError => Expect(
        Terms.Count > 0 && Terms.All(term => term.Value.HasShapeOf(Output)),
        "all terms and the output must have one shape");

    public override Op Map(Func<Value, Value> map) =>
        this with { Terms = Terms.Select(term => term with { Value = map(term.Value) }).ToEquatable(), Output = map(Output) };
}

/// <summary>One summand of a mix.</summary>
internal sealed record MixTerm(MixFactor Factor, Value Value);

/// <summary>The tensors of a learned mix.</summary>
internal static class MixWeights
{
    public const string Gamma = "_scalar_mix.gamma";

    public static string Parameter(int layer) => $"_scalar_mix.scalar_parameters.{layer.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>Whether a plan has a mix whose factors are learned.</summary>
    public static bool IsLearned(EmbedderPlan plan) => plan.Ops.Any(op =>
        op is AccumulateOp { Term.Factor.Constant: null } || (op is MixOp mix && mix.Terms.Any(term => term.Factor.Constant is null)));

    /// <summary>A checkpoint from before the mix was trained has none of them.</summary>
    public static ImmutableArray<Weight> Of(IEnumerable<MixFactor> factors)
    {
        Weight[] parameters =
        [
            .. factors.Where(factor => factor.Constant is null).Select(factor => Weight.Vector(Parameter(factor.Layer), 1, isOptional: true)),
        ];
        return parameters.Length == 0 ? [] : [.. parameters, Weight.Vector(Gamma, 1, isOptional: true)];
    }
}
