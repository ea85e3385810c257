using BertGen.Tool.Embedding;
using BertGen.Tool.Tests.Harness;
using Xunit.Abstractions;

namespace BertGen.Tool.Tests;

/// <summary>Workers that claim shards in PostgreSQL: each shard is one's, until that one ends it or is gone.</summary>
public sealed class PostgresClaimsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task AShardIsOfOneWorkerUntilThatOneIsGone()
    {
        using PostgresServer? server = PostgresServer.TryStart();
        if (server is null)
        {
            output.WriteLine("Skipped: there is no PostgreSQL on this machine (apt-get install postgresql).");
            return;
        }

        // Both make the table at the same moment.
        PostgresClaims[] workers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => PostgresClaims.OpenAsync(server.Connection, "a run", 3, CancellationToken.None)));
        await using PostgresClaims first = workers[0], second = workers[1];
        IAsyncDisposable? claim = await first.TryTakeAsync(0, CancellationToken.None);
        Assert.NotNull(claim);
        Assert.Null(await second.TryTakeAsync(0, CancellationToken.None));
        await using IAsyncDisposable? other = await second.TryTakeAsync(1, CancellationToken.None);
        Assert.NotNull(other);
        Assert.Null(await first.TryTakeAsync(1, CancellationToken.None));
        await claim.DisposeAsync();
        await using IAsyncDisposable? again = await second.TryTakeAsync(0, CancellationToken.None);
        Assert.NotNull(again);

        // Of another run the same shard is free; a shard that no run has is nobody's.
        await using PostgresClaims third = await PostgresClaims.OpenAsync(server.Connection, "another run", 1, CancellationToken.None);
        await using IAsyncDisposable? own = await third.TryTakeAsync(0, CancellationToken.None);
        Assert.NotNull(own);
        Assert.Null(await third.TryTakeAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task ADatabaseThatIsNotThereIsToldOf()
    {
        UserException failure = await Assert.ThrowsAsync<UserException>(() => PostgresClaims.OpenAsync("Host=/nowhere;Username=x;Timeout=1", "a run", 1, CancellationToken.None));
        Assert.StartsWith("the database of the claims cannot be used:", failure.Message, StringComparison.Ordinal);
    }
}
