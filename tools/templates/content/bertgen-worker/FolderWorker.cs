using System.Text.Json;
using BertGen;
using Microsoft.Extensions.Options;

namespace BertGenWorker;

/// <summary>Embeds the lines of the files in a folder, one file after the other, for as long as the host runs.</summary>
internal sealed class FolderWorker(ISentenceEmbedder model, IOptions<FolderOptions> options, ILogger<FolderWorker> logger) : BackgroundService
{
    private readonly FolderOptions _folders = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(_folders.Inbox);
        Directory.CreateDirectory(_folders.Outbox);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (string file in Directory.EnumerateFiles(_folders.Inbox).Order(StringComparer.Ordinal))
            {
                await EmbedAsync(file, stoppingToken);
            }

            await Task.Delay(_folders.Pause, stoppingToken);
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
