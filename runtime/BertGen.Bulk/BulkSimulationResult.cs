namespace BertGen.Bulk;

/// <summary>What has come of a simulation.</summary>
/// <param name="WallTime">From the start of the nodes until the last shard is done.</param>
/// <param name="IdealTime">The same on as many nodes of the usual speed that never fail and need no start.</param>
/// <param name="Failures">Nodes that have failed before the end.</param>
/// <param name="LostTime">Work on shards that was lost with them, over all nodes.</param>
public sealed record BulkSimulationResult(TimeSpan WallTime, TimeSpan IdealTime, int Failures, TimeSpan LostTime);
