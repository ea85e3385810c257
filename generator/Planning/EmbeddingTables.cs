using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>The lookups of a plan, be they one operation or several.</summary>
/// <param name="Words">By id.</param>
/// <param name="Positions">By position, or by type and position; null in families without a table of positions.</param>
/// <param name="Types">By type, where types are not folded into positions and there are any.</param>
/// <param name="Norm">The norm of their sum; null in families without.</param>
internal sealed record EmbeddingTables(LookupOp Words, LookupOp? Positions, LookupOp? Types, NormModule? Norm)
{
    public static EmbeddingTables Of(EmbedderPlan plan)
    {
        LookupOp[] lookups = [.. plan.Ops.SelectMany(op => op is EmbedOp embed ? (LookupOp?[])[embed.Words, embed.Others] : [op as LookupOp]).OfType<LookupOp>()];
        return new EmbeddingTables(
            lookups.First(lookup => lookup.Index == LookupIndex.Id),
            lookups.FirstOrDefault(lookup => lookup.Index is LookupIndex.Position or LookupIndex.TypeAndPosition),
            lookups.FirstOrDefault(lookup => lookup.Index == LookupIndex.Type),
            plan.Ops.Select(op => op is EmbedOp embed ? embed.Norm : (op as NormOp)?.Module).FirstOrDefault(norm => norm?.Role == "EmbeddingNorm"));
    }
}
