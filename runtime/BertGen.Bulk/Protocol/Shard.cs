namespace BertGen.Bulk.Protocol;

/// <summary>Rows of the input that follow each other, and are embedded by one worker.</summary>
/// <param name="FirstRow">The number of the first in the run.</param>
/// <param name="Rows">How many, malformed ones included.</param>
/// <param name="Parts">Where they lie.</param>
internal sealed record Shard(long FirstRow, long Rows, IReadOnlyList<ShardPart> Parts);
