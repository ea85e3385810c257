using System.Text;
using System.Text.Json;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>A file of one worker, with a JSON line of its progress every minute and one at the end.</summary>
internal sealed class WorkLog : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly WorkProgress _progress;
    private readonly Action<BulkProgress>? _report;
    private readonly string _path;
    private readonly Timer _timer;

    /// <param name="folder">The folder of the run.</param>
    /// <param name="progress">The progress.</param>
    /// <param name="report">Told of it, too.</param>
    public WorkLog(RunFolder folder, WorkProgress progress, Action<BulkProgress>? report)
    {
        (_progress, _report) = (progress, report);
        _path = Path.Combine(folder.LogsPath, $"{Environment.MachineName}-{Environment.ProcessId}.jsonl");
        _timer = new Timer(_ => Write(), null, BetweenLines, BetweenLines);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Write();
    }

    private void Write()
    {
        BulkProgress now = _progress.Now;
        _report?.Invoke(now);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.AppendAllText(_path, Line(now));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk ends the work where it writes vectors, with the name of the file; that nobody can log is no reason.
        }
    }

    private static string Line(BulkProgress now)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("time", DateTime.UtcNow);
            writer.WriteNumber("shards", now.Shards);
            writer.WriteNumber("texts", now.Texts);
            writer.WriteNumber("pieces", now.Pieces);
            writer.WriteNumber("skipped", now.Skipped);
            writer.WriteNumber("seconds", Math.Round(now.Elapsed.TotalSeconds, 1));
            writer.WriteNumber("textsPerSecond", Math.Round(now.TextsPerSecond, 1));
            writer.WriteNumber("piecesPerSecond", Math.Round(now.PiecesPerSecond, 1));
            if (now.Left is { } left)
            {
                writer.WriteNumber("secondsLeft", Math.Round(left.TotalSeconds));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
