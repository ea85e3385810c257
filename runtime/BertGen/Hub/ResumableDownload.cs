using System.Net;

namespace BertGen.Hub;

/// <summary>
/// Receives one file into a partial file, which stays when the download breaks off and is continued by the next, and
/// checks the number of bytes and the hash.
/// </summary>
internal sealed class ResumableDownload(HubSettings settings, WebClient web, RemoteFile file, FileMetadata expected, string path, IProgress<DownloadProgress>? progress)
{
    private const int BufferLength = 1 << 17;

    private long _furthest;
    private bool _hasContinued;

    // On the hub the partial file has the name of its content. Elsewhere only a strong etag tells that bytes belong together.
    private bool CanContinue => file.IsOnHub || (expected.ETag is not null && expected.IsStrong);

    /// <exception cref="HubException">The file could not be received, or is damaged: then nothing is left of it.</exception>
    /// <exception cref="ContentChangedException">The server has another file by now.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (bool isLast = false; ; isLast = true)
        {
            _hasContinued = false;
            await ReceiveAsync(cancellation).ConfigureAwait(false);
            if (await FindWrongHashAsync(cancellation).ConfigureAwait(false) is not { } hash)
            {
                return;
            }

            File.Delete(path);
            _furthest = 0;

            // Where bytes of an earlier attempt were kept, those may be the wrong ones.
            if (isLast || !_hasContinued)
            {
                throw file.Label.Error(HubFailure.Damaged, $"expected content with the hash {expected.ETag}, found {hash}. The file was removed; try again, or fetch another revision.");
            }
        }
    }

    private async Task<string?> FindWrongHashAsync(CancellationToken cancellation) =>
        file.IsOnHub && expected.ETag is { } tag && await ContentHash.OfAsync(path, tag, cancellation).ConfigureAwait(false) is { } hash && hash != tag ? hash : null;

    private Task<bool> ReceiveAsync(CancellationToken cancellation)
    {
        long before = 0;
        return Retries.RunAsync(
            file.Label,
            settings.Delay,
            async () =>
            {
                before = _furthest;
                await ReceiveOnceAsync(cancellation).ConfigureAwait(false);
                return true;
            },
            () => _furthest > before,
            cancellation);
    }

    private async Task ReceiveOnceAsync(CancellationToken cancellation)
    {
        await using var part = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        if (!CanContinue || part.Length > expected.Size)
        {
            part.SetLength(0);
        }

        if (part.Length == expected.Size)
        {
            _hasContinued = part.Length > 0;
            return;
        }

        using HttpResponseMessage answer = await web.GetAsync(file, part.Length, file.IsOnHub ? null : expected.ETag, cancellation).ConfigureAwait(false);
        if (IsComplete(answer, part))
        {
            _hasContinued = true;
            return;
        }

        long? size = Place(answer, part);
        await CopyAsync(answer, part, size, cancellation).ConfigureAwait(false);
        part.Flush(flushToDisk: true);
    }

    // A server that was asked for what lies behind the last byte; only needed where the size was not told before.
    private bool IsComplete(HttpResponseMessage answer, FileStream part) =>
        answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && expected.Size is null
        && part.Length > 0 && answer.Content.Headers.ContentRange?.Length == part.Length;

    // Moves to where the answer begins, and returns the size of the whole file.
    private long? Place(HttpResponseMessage answer, FileStream part)
    {
        long? size;
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                ThrowIfChanged(answer);
                part.SetLength(0);
                size = answer.Content.Headers.ContentLength;
                break;
            case HttpStatusCode.PartialContent when part.Length > 0 && answer.Content.Headers.ContentRange is { } range && range.From == part.Length:
                ThrowIfChanged(answer);
                _hasContinued = true;
                size = range.Length;
                break;
            default:
                part.SetLength(0);
                throw new TransientException(HubFailure.BadAnswer, $"{file.Address.Host} answered {(int)answer.StatusCode} with another range than it was asked for");
        }

        if (expected.Size is { } expectedSize && size is { } announced && announced != expectedSize)
        {
            throw file.Label.Error(HubFailure.Damaged, $"expected {expectedSize} bytes, but {file.Address.Host} sends {announced}.");
        }

        part.Position = part.Length;
        return size ?? expected.Size;
    }

    // On the hub a commit is asked for, and the hash is checked; stores have etags of their own there.
    private void ThrowIfChanged(HttpResponseMessage answer)
    {
        if (!file.IsOnHub && expected.ETag is { } tag && FileMetadata.TagOf(answer) is var found && found != tag)
        {
            throw new ContentChangedException(tag, found);
        }
    }

    private async Task CopyAsync(HttpResponseMessage answer, FileStream part, long? size, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferLength];
        string name = file.Label.Name ?? file.Label.Model;
        progress?.Report(new DownloadProgress(name, part.Position, size));
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        for (int read; (read = await ReadAsync(body, buffer, silence, cancellation).ConfigureAwait(false)) > 0;)
        {
            if (part.Position + read > size)
            {
                part.SetLength(0);
                throw file.Label.Error(HubFailure.Damaged, $"expected {size} bytes, but {file.Address.Host} sends more.");
            }

            await part.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            _furthest = Math.Max(_furthest, part.Position);
            progress?.Report(new DownloadProgress(name, part.Position, size));
        }

        if (part.Position < size)
        {
            throw new TransientException(HubFailure.Damaged, $"expected {size} bytes, but {file.Address.Host} ended after {part.Position}");
        }
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationTokenSource silence, CancellationToken cancellation)
    {
        silence.CancelAfter(settings.DownloadTimeout);
        try
        {
            return await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException(HubFailure.Unreachable, $"{file.Address.Host} was silent for {settings.DownloadTimeout.TotalSeconds:0.###} seconds", innerException: e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientException(HubFailure.Unreachable, $"{file.Address.Host} broke off ({e.Message})", innerException: e);
        }
    }
}
