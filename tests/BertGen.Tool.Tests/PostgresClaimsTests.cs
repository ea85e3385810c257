using BertGen.Tool.Embedding;
using BertGen.Tool.Tests.Harness;
using Npgsql;
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

    /// <summary>What a server does that restarts, or ends transactions in which nothing happens.</summary>
    [Fact]
    public async Task AClaimThatTheServerHasEndedIsGivenBackWithoutAWord()
    {
        using PostgresServer? server = PostgresServer.TryStart();
        if (server is null)
        {
            output.WriteLine("Skipped: there is no PostgreSQL on this machine (apt-get install postgresql).");
            return;
        }

        // One that has the next shard in hand, too, and may keep one connection.
        await using PostgresClaims worker = await PostgresClaims.OpenAsync(server.Connection + ";Maximum Pool Size=1;Timeout=2", "a run", 2, CancellationToken.None);
        IAsyncDisposable? claim = await worker.TryTakeAsync(0, CancellationToken.None), next = await worker.TryTakeAsync(1, CancellationToken.None);
        Assert.NotNull(claim);
        Assert.NotNull(next);
        await using (NpgsqlDataSource other = NpgsqlDataSource.Create(server.Connection + ";Pooling=false"))
        {
            await using NpgsqlCommand end = other.CreateCommand("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE state = 'idle in transaction'");
            Assert.Equal(2L, await end.ExecuteScalarAsync());
        }

        await claim.DisposeAsync();
        await next.DisposeAsync();
        await using IAsyncDisposable? again = await worker.TryTakeAsync(0, CancellationToken.None);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task ADatabaseThatIsNotThereIsToldOf()
    {
        UserException failure = await Assert.ThrowsAsync<UserException>(() => PostgresClaims.OpenAsync("Host=/nowhere;Username=x;Timeout=1", "a run", 1, CancellationToken.None));
        Assert.StartsWith("the database of the claims cannot be used:", failure.Message, StringComparison.Ordinal);
    }
}
