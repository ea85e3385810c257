namespace BertGen.Bulk.Working;

/// <summary>A shard that this worker embeds.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Claim">What keeps other workers from it; null where nothing does.</param>
internal sealed record TakenShard(int Number, IAsyncDisposable? Claim) : IAsyncDisposable
{
    /// <summary>Ends the claim.</summary>
    public ValueTask DisposeAsync() => Claim?.DisposeAsync() ?? ValueTask.CompletedTask;
}
