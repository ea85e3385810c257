using BertGen.Bulk;
using Npgsql;

namespace BertGen.Tool.Embedding;

/// <summary>
/// Claims as locked rows of a table of PostgreSQL, one for each shard. A worker holds its row in a transaction; when it dies, the server ends that, and the shard
/// is free at once.
/// </summary>
internal sealed class PostgresClaims : IShardClaims, IAsyncDisposable
{
    private const string CreateTable = "CREATE TABLE IF NOT EXISTS bertgen_shards (run text NOT NULL, shard integer NOT NULL, PRIMARY KEY (run, shard))";
    private const string AddShards = "INSERT INTO bertgen_shards SELECT $1, generate_series(0, $2 - 1) ON CONFLICT DO NOTHING";
    private const string Lock = "SELECT shard FROM bertgen_shards WHERE run = $1 AND shard = $2 FOR UPDATE SKIP LOCKED";

    private const int ShardsOfWorker = 2;

    private readonly NpgsqlDataSource _source;
    private readonly string _run;

    private PostgresClaims(NpgsqlDataSource source, string run) => (_source, _run) = (source, run);

    /// <summary>Makes the rows of a run, where they are not there yet.</summary>
    /// <param name="connection">How the database is reached, in the words of Npgsql.</param>
    /// <param name="run">What tells the run from others.</param>
    /// <param name="shardCount">Its shards.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UserException">The database cannot be reached or used.</exception>
    public static async Task<PostgresClaims> OpenAsync(string connection, string run, int shardCount, CancellationToken cancellationToken)
    {
        try
        {
            var source = new NpgsqlDataSourceBuilder(connection);

            // Each claim has a connection of its own, and a worker takes the next shard before it ends the claim of the last.
            source.ConnectionStringBuilder.MaxPoolSize = Math.Max(source.ConnectionStringBuilder.MaxPoolSize, ShardsOfWorker);
            var claims = new PostgresClaims(source.Build(), run);
            await claims.CreateTableAsync(cancellationToken).ConfigureAwait(false);
            await using NpgsqlCommand add = claims._source.CreateCommand(AddShards);
            add.Parameters.AddWithValue(run);
            add.Parameters.AddWithValue(shardCount);
            await add.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return claims;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            throw new UserException($"the database of the claims cannot be used: {e.Message}", e);
        }
    }

    public async ValueTask<IAsyncDisposable?> TryTakeAsync(int shard, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var command = new NpgsqlCommand(Lock, connection, transaction);
            command.Parameters.AddWithValue(_run);
            command.Parameters.AddWithValue(shard);
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
                var claim = new Claim(connection);
                connection = null;
                return claim;
            }

            return null;
        }
        catch (NpgsqlException e)
        {
            throw new UserException($"shard {shard} cannot be claimed in the database: {e.Message}", e);
        }
        finally
        {
            if (connection is not null)
            {
                await CloseAsync(connection).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async ValueTask CloseAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The server has ended the connection before, and with it the transaction.
        }
    }

    private async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand create = _source.CreateCommand(CreateTable);
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable)
        {
            // Another worker has made it at the same moment.
        }
    }

    /// <summary>To dispose of the connection ends the transaction, and with it the claim.</summary>
    private sealed class Claim(NpgsqlConnection connection) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => CloseAsync(connection);
    }
}
