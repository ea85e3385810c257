using System.Text.Json;
using BertGen;
using Microsoft.Extensions.Options;

/// <summary>Embeds the lines of the files in a folder, one file after the other, for as long as the host runs.</summary>
internal sealed class FolderWorker(ISentenceEmbedder model, IOptions<FolderOptions> options, ILogger<FolderWorker> logger) : BackgroundService
{
    private readonly FolderOptions _folders = options.Value;
    private readonly Dictionary<string, DateTime> _failed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(_folders.Inbox);
        Directory.CreateDirectory(_folders.Outbox);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (string file in Directory.EnumerateFiles(_folders.Inbox).Where(IsReady).Order(StringComparer.Ordinal))
            {
                await TryEmbedAsync(file, stoppingToken);
            }

            await Task.Delay(_folders.Pause, stoppingToken);
        }
    }

    // Somebody may still be writing to it; and one that failed waits until it is another.
    private bool IsReady(string file)
    {
        DateTime written = File.GetLastWriteTimeUtc(file);
        return DateTime.UtcNow - written >= _folders.Pause && _failed.GetValueOrDefault(file) != written;
    }

    private async Task TryEmbedAsync(string file, CancellationToken stop)
    {
        try
        {
            await EmbedAsync(file, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _failed[file] = File.GetLastWriteTimeUtc(file);
            logger.LogError(e, "{File}: not embedded", Path.GetFileName(file));
        }
    }

    private async Task EmbedAsync(string file, CancellationToken stop)
    {
        string written = Path.Combine(_folders.Outbox, $"{Path.GetFileName(file)}.jsonl");
        string partial = $"{written}.partial";
        int count = 0;
        await using (StreamWriter writer = File.CreateText(partial))
        {
            await foreach (TextEmbedding line in model.EmbedStreamAsync(File.ReadLinesAsync(file, stop), cancellationToken: stop))
            {
                await writer.WriteLineAsync(JsonSerializer.Serialize(new { text = line.Text, vector = line.Vector }));
                count++;
            }
        }

        // Whole or not there: a worker that is stopped in between begins this file again.
        File.Move(partial, written, overwrite: true);
        File.Delete(file);
        logger.LogInformation("{File}: {Count} texts embedded", Path.GetFileName(file), count);
    }
}
