using System.IO.MemoryMappedFiles;

namespace BertGen.Checkpoints;

/// <summary>A file mapped into memory for reading.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _start;

    private MappedFile(FileStream stream)
    {
        try
        {
            Length = stream.Length;
            if (Length == 0)
            {
                stream.Dispose(); // An empty file cannot be mapped.
                return;
            }

            _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }
        catch
        {
            _view?.Dispose();
            _file?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    public long Length { get; }

    /// <exception cref="CheckpointException">The file cannot be opened.</exception>
    public static MappedFile Open(string path)
    {
        try
        {
            return Map(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Maps an open file, which is closed with the mapping, or at once where it cannot be mapped.</summary>
    public static MappedFile Map(FileStream stream) => new(stream);

    public ReadOnlySpan<byte> Slice(long offset, int length) => new(At(offset, length), length);

    /// <summary>The address of bytes that must lie within the file; valid until the file is disposed.</summary>
    public byte* At(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(_start is null && Length > 0, typeof(Checkpoint));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return _start + offset;
    }

    /// <summary>Reads the file from its start.</summary>
    public Stream AsStream() => Length == 0 ? Stream.Null : new UnmanagedMemoryStream(At(0, Length), Length);

    public void Dispose()
    {
        if (_start is null)
        {
            return;
        }

        _start = null;
        _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }
}
