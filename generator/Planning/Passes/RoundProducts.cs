using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Gives products and the table of words the element type that was asked for: their weights are rotated and rounded to 8 bits when they
/// are packed, and rows when they meet them. What lies between products stays in float32.
/// </summary>
internal static class RoundProducts
{
    /// <summary>Products of heads with fewer outputs stay in float32: they cost next to nothing, and their errors are those of a score.</summary>
    private const int FewestOutputsOfHead = 64;

    public static EmbedderPlan Run(EmbedderPlan plan) => !plan.IsInt8 ? plan : plan.With(plan.Ops.Select(Round), "products are computed on numbers of 8 bits");

    private static Op Round(Op op) => op switch
    {
        LinearOp linear => linear with { Module = Round(linear.Module) },
        BiasOp bias => bias with { Module = Round(bias.Module) },
        LookupOp { Index: LookupIndex.Id } words => words with { IsRounded = true },
        _ => op,
    };

    private static LinearModule Round(LinearModule module) => module with { IsRounded = !module.IsHead || module.Width >= FewestOutputsOfHead };
}
