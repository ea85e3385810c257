namespace BertGen.Bulk.Costs;

/// <summary>What texts take a model.</summary>
/// <param name="Pieces">Their pieces.</param>
/// <param name="Flops">Floating point operations of these.</param>
internal readonly record struct TextCost(long Pieces, double Flops);
