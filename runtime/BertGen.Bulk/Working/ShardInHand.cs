using System.Diagnostics;

namespace BertGen.Bulk.Working;

/// <summary>A shard between the first row that is read of it and its record.</summary>
/// <param name="taken">The shard, with its claim.</param>
/// <param name="writer">What writes its files.</param>
internal sealed class ShardInHand(TakenShard taken, ShardWriter writer) : IAsyncDisposable
{
    /// <summary>Its number.</summary>
    public int Number => taken.Number;

    /// <summary>What writes its files.</summary>
    public ShardWriter Writer => writer;

    /// <summary>When it was taken, as <see cref="Stopwatch.GetTimestamp"/> tells time.</summary>
    public long Start { get; } = Stopwatch.GetTimestamp();

    /// <summary>Removes what is not published, and then ends the claim.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            writer.Dispose();
        }
        finally
        {
            await taken.DisposeAsync().ConfigureAwait(false);
        }
    }
}
