using BertGen.Bulk.Protocol;
using BertGen.Files;

namespace BertGen.Bulk.Claims;

/// <summary>
/// Claims as files in the folder of the run. A worker that lives touches its file again and again; one that nobody has touched for the time of a lease is
/// another's to take.
/// </summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="lease">The time of a lease; the clocks of workers and of the file system may differ by half of it.</param>
internal sealed class LeaseFiles(RunFolder folder, TimeSpan lease) : IShardClaims
{
    private const string LeaseEnd = ".lease";

    // So often is a file touched in the time of a lease.
    private const int Beats = 4;

    private static readonly TimeSpan LongestBeat = TimeSpan.FromMinutes(1);

    public ValueTask<IAsyncDisposable?> TryTakeAsync(int shard, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder.ClaimsPath, RunFolder.NameOf(shard) + LeaseEnd);
        try
        {
            Directory.CreateDirectory(folder.ClaimsPath);
            var file = new FileInfo(path);
            // One from the future was touched by a clock that was wrong: it would be waited for until then.
            if (file.Exists && (DateTime.UtcNow - file.LastWriteTimeUtc).Duration() > lease)
            {
                file.Delete();
            }

            using (new FileStream(path, FileMode.CreateNew))
            {
            }

            return ValueTask.FromResult<IAsyncDisposable?>(new Lease(path, TimeSpan.FromTicks(Math.Min(lease.Ticks / Beats, LongestBeat.Ticks))));
        }
        catch (IOException) when (File.Exists(path))
        {
            return ValueTask.FromResult<IAsyncDisposable?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BulkException($"{path}: the shard cannot be claimed: {e.Message}", e);
        }
    }

    private sealed class Lease : IAsyncDisposable
    {
        private readonly string _path;
        private readonly Timer _timer;

        public Lease(string path, TimeSpan beat)
        {
            _path = path;
            _timer = new Timer(_ => Touch(), null, beat, beat);
        }

        public async ValueTask DisposeAsync()
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
            SavePlace.Remove(_path);
        }

        private void Touch()
        {
            try
            {
                File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another worker has taken the shard over: both write the same bytes.
            }
        }
    }
}
