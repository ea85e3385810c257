namespace BertGen.Bulk;

/// <summary>Something that is wrong with a run.</summary>
/// <param name="Shard">The shard; null where it is none of one.</param>
/// <param name="Message">Where, what was expected, and what was found.</param>
public sealed record BulkFinding(int? Shard, string Message);
