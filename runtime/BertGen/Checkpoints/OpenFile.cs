using BertGen.Common.Files;
using BertGen.Files;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Checkpoints;

/// <summary>
/// A file of a checkpoint, open for reading. It is read and never mapped: a file that is cut or fails while it is read is then an
/// error, and not the end of the process. Reading is safe from any thread.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    private readonly IDisposable _owner;
    private readonly SafeFileHandle _handle;
    private readonly FileStamp _stamp;

    private OpenFile(SafeFileHandle handle, IDisposable owner, string path, Func<SafeFileHandle, FileStamp> stamp)
    {
        (_handle, _owner, Path) = (handle, owner, path);
        try
        {
            _stamp = stamp(handle);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>What to call it in messages.</summary>
    public string Path { get; }

    /// <summary>Bytes that it had when it was opened.</summary>
    public long Length => _stamp.Length;

    /// <exception cref="CheckpointException">The file cannot be opened.</exception>
    public static OpenFile Open(string path)
    {
        try
        {
            FileStream file = PlainFile.Open(path);
            return new OpenFile(file.SafeFileHandle, file, path, FileStamp.BeforeReading);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Takes over a file of this process's own, which nobody else can open.</summary>
    /// <exception cref="IOException">The file cannot be looked at; it is closed then.</exception>
    public static OpenFile Own(FileStream stream, string path) => new(stream.SafeFileHandle, stream, path, FileStamp.Of);

    /// <summary>Reads bytes that must lie within the file as it was when it was opened.</summary>
    /// <exception cref="CheckpointException">The file is shorter by now, or cannot be read.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - destination.Length);
        for (int read; !destination.IsEmpty; offset += read, destination = destination[read..])
        {
            read = ReadSome(offset, destination);
            if (read == 0)
            {
                throw new CheckpointException(Path, $"expected {Length} bytes, found {offset}: it was cut off while it was read.");
            }
        }
    }

    /// <summary>A copy of bytes that must lie within the file as it was when it was opened.</summary>
    /// <exception cref="CheckpointException">The file is shorter by now, or cannot be read.</exception>
    public byte[] Read(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(length);
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>Reads up to as many bytes as there is room for, fewer at the end of the file as it is now.</summary>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public int ReadSome(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, typeof(Checkpoint));
        try
        {
            return RandomAccess.Read(_handle, destination, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(Path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Checks that nobody has written to the file since it was opened, so that all that was read belongs together. A file that was put
    /// in its place by renaming is another one, and does not matter.
    /// </summary>
    /// <exception cref="CheckpointException">Somebody has.</exception>
    public void CheckUnchanged()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, typeof(Checkpoint));
        FileStamp now;
        try
        {
            now = FileStamp.Of(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(Path, $"cannot be read: {e.Message}", e);
        }

        if (now != _stamp)
        {
            throw new CheckpointException(
                Path,
                $"expected the file as it was opened, {_stamp.Length} bytes written at {_stamp.Written:O}, found {now.Length} bytes written at {now.Written:O}: it was written to while it was read.");
        }
    }

    /// <summary>Reads the file from its start.</summary>
    public Stream AsStream() => new OpenFileStream(this);

    public void Dispose() => _owner.Dispose();
}
