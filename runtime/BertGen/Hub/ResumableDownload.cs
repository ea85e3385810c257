using System.Net;
using BertGen.Files;

namespace BertGen.Hub;

/// <summary>
/// Receives one file into a partial file, which stays when the download breaks off and is continued by the next, and
/// checks the number of bytes and the hash. Of an answer that is refused nothing stays.
/// </summary>
/// <param name="tools">The settings, and how to wait.</param>
/// <param name="web">Asks the server.</param>
/// <param name="file">What to receive.</param>
/// <param name="expected">What the server told of it.</param>
/// <param name="path">The partial file.</param>
/// <param name="limit">The most bytes that a file of this kind may have.</param>
internal sealed class ResumableDownload(DownloadTools tools, WebClient web, RemoteFile file, FileMetadata expected, string path, long limit)
{
    private const int BufferLength = 1 << 17;

    /// <summary>Bytes of unknown number after which the free space is looked at again.</summary>
    private const long SpaceStep = 1 << 24;

    private readonly FileBudget _budget = new(tools.Settings);
    private long _furthest;
    private bool _hasContinued;

    // On the hub the partial file has the name of its content. Elsewhere only a strong etag tells that bytes belong together.
    private bool CanContinue => file.IsOnHub || (expected.ETag is not null && expected.IsStrong);

    /// <exception cref="HubException">The file could not be received, is too large, or is damaged: in the last two cases nothing is left of it.</exception>
    /// <exception cref="ContentChangedException">The server has another file by now.</exception>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        ThrowIfTooLong(expected.Size);
        try
        {
            for (bool isLast = false; ; isLast = true)
            {
                _hasContinued = false;
                await ReceiveAsync(cancellation).ConfigureAwait(false);
                if (FindWrongHash(cancellation) is not { } hash)
                {
                    return;
                }

                File.Delete(path);
                _furthest = 0;

                // Where bytes of an earlier attempt were kept, those may be the wrong ones.
                if (isLast || !_hasContinued)
                {
                    throw file.Label.Error(HubFailure.Damaged, $"expected content with the hash {ExpectedHash}, found {hash}. The file was removed; try again, or fetch another revision.");
                }
            }
        }
        catch
        {
            DeleteIfEmpty();
            throw;
        }
    }

    private string? ExpectedHash => file.IsOnHub ? expected.ETag : expected.ContentName;

    private string? FindWrongHash(CancellationToken cancellation) => ExpectedHash is { } hash ? ContentHash.FindWrong(path, hash, cancellation) : null;

    private ValueTask<bool> ReceiveAsync(CancellationToken cancellation)
    {
        long before = 0;
        return Retries.RunAsync(
            file.Label,
            _budget,
            tools.DelayAsync,
            async () =>
            {
                before = _furthest;
                await ReceiveOnceAsync(cancellation).ConfigureAwait(false);
                return true;
            },
            () => _furthest > before,
            cancellation);
    }

    private async ValueTask ReceiveOnceAsync(CancellationToken cancellation)
    {
        using FileStream part = CacheFile.OpenOrCreate(path);
        if (!CanContinue || part.Length > (expected.Size ?? limit))
        {
            part.SetLength(0);
        }

        if (part.Length == expected.Size)
        {
            _hasContinued = part.Length > 0;
            return;
        }

        FreeSpace.Check(tools.Settings, file.Label, path, (expected.Size ?? 0) - part.Length);
        using HttpResponseMessage answer = await web.GetAsync(file, part.Length, file.IsOnHub ? null : expected.ETag, cancellation).ConfigureAwait(false);
        if (IsComplete(answer, part))
        {
            _hasContinued = true;
            return;
        }

        long? size = Place(answer, part);
        await CopyAsync(answer, part, size, cancellation).ConfigureAwait(false);
        Disk.System.Sync(part.SafeFileHandle, path);
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
            part.SetLength(0);
            throw file.Label.Error(HubFailure.Damaged, $"expected {expectedSize} bytes, but {file.Address.Host} sends {announced}.");
        }

        if (size > limit)
        {
            part.SetLength(0);
            ThrowIfTooLong(size);
        }

        part.Position = part.Length;
        size ??= expected.Size;
        FreeSpace.Check(tools.Settings, file.Label, path, (size ?? 0) - part.Length);
        return size;
    }

    // On the hub a commit is asked for, and the hash is checked; stores have etags of their own there.
    private void ThrowIfChanged(HttpResponseMessage answer)
    {
        if (!file.IsOnHub && expected.ETag is { } tag && FileMetadata.TagOf(answer) is var found && found != tag)
        {
            throw new ContentChangedException(tag, found);
        }
    }

    private void ThrowIfTooLong(long? size)
    {
        if (size > limit)
        {
            throw file.Label.Error(HubFailure.TooLarge, $"expected at most {limit} bytes, but {file.Address.Host} announces {size}.");
        }
    }

    private async ValueTask CopyAsync(HttpResponseMessage answer, FileStream part, long? size, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferLength];
        string name = file.Label.Name ?? file.Label.Model;
        long nextLook = part.Position;
        tools.Progress?.Report(new DownloadProgress(name, part.Position, size));
        Stream body = await tools.Waiting.OpenBodyAsync(answer, cancellation).ConfigureAwait(false);
        var speed = new SpeedFloor(tools.Settings);
        for (int read; (read = await ReadAsync(body, buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            if (part.Position + read > (size ?? limit))
            {
                part.SetLength(0);
                throw size is null
                    ? file.Label.Error(HubFailure.TooLarge, $"expected at most {limit} bytes, but {file.Address.Host} sends more.")
                    : file.Label.Error(HubFailure.Damaged, $"expected {size} bytes, but {file.Address.Host} sends more.");
            }

            if (size is null && part.Position >= nextLook)
            {
                nextLook = part.Position + SpaceStep;
                LookForSpace(part);
            }

            // To the system's cache: a write that waits for the thread pool would be no faster.
            part.Write(buffer, 0, read);
            _furthest = Math.Max(_furthest, part.Position);
            tools.Progress?.Report(new DownloadProgress(name, part.Position, size));
            speed.Count(read, file.Address.Host);
            if (_budget.IsTimeOver)
            {
                throw file.Label.Error(HubFailure.Unreachable, $"{file.Address.Host} has sent {part.Position} bytes, and the {_budget.TimeText} that a file is given are over. They are kept: the next download continues.");
            }
        }

        if (part.Position < size)
        {
            throw new TransientException(HubFailure.Damaged, $"expected {size} bytes, but {file.Address.Host} ended after {part.Position}");
        }
    }

    // Without an announced length, the disk would be full before anybody knows.
    private void LookForSpace(FileStream part)
    {
        try
        {
            FreeSpace.Check(tools.Settings, file.Label, path, SpaceStep);
        }
        catch (HubException)
        {
            part.SetLength(0);
            throw;
        }
    }

    private async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await tools.Waiting.ReadAsync(body, buffer, tools.Settings.DownloadTimeout, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TransientException(HubFailure.Unreachable, $"{file.Address.Host} was silent for {tools.Settings.DownloadTimeout.TotalSeconds:0.###} seconds", innerException: e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientException(HubFailure.Unreachable, $"{file.Address.Host} broke off ({e.Message})", innerException: e);
        }
    }

    private void DeleteIfEmpty()
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, LinkTarget: null, Length: 0 })
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is to be told; an empty file takes no space.
        }
    }
}
