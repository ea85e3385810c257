using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>What a plan, after all passes, has the runtime load: each block of memory once.</summary>
internal static class PackedWeights
{
    /// <param name="plan">The plan.</param>
    /// <param name="config">The model.</param>
    /// <param name="maxPieces">Most pieces of a text.</param>
    public static IReadOnlyList<PackedWeight> Of(EmbedderPlan plan, EncoderConfig config, int maxPieces)
    {
        EmbeddingTables tables = EmbeddingTables.Of(plan);
        IEnumerable<Op> ops = plan.Ops.SelectMany(op => op is LayerOp layer ? layer.Body : (IEnumerable<Op>)[op]);
        return
        [
            .. new[] { tables.Words, tables.Positions, tables.Types }.OfType<LookupOp>().Select(lookup => Table(lookup, maxPieces + config.FirstPosition)),
            .. ops.SelectMany(op => op.Modules).Concat(tables.Norm is { } norm ? [norm] : []).Select(OfModule).Distinct(),
            .. plan.Ops.OfType<DistanceBiasOp>().Select(op => new PackedWeight(PackedKind.Distances, op.Table.Name, op.Output.Width, maxPieces, IsRounded: false)),
        ];
    }

    private static PackedWeight Table(LookupOp lookup, int positionsUsed) => lookup.Folded is { } types
        ? new PackedWeight(PackedKind.Table, $"{lookup.Table.Name} + {types.Name}", types.Rows * Math.Min(positionsUsed, lookup.Table.Rows), lookup.Table.Columns, IsRounded: false)
        : new PackedWeight(PackedKind.Table, lookup.Table.Name, lookup.Table.Rows, lookup.Table.Columns, lookup.IsRounded);

    private static PackedWeight OfModule(WeightModule module) => module switch
    {
        LinearModule linear => new PackedWeight(PackedKind.Product, string.Join(" | ", linear.FullNames), linear.Inputs, linear.Width, linear.IsRounded),
        NormModule norm => new PackedWeight(PackedKind.Norm, norm.FullName, 1, norm.Width, IsRounded: false),
        _ => throw new InvalidOperationException($"The weights of {module.Role} are not known to be packed."),
    };
}
