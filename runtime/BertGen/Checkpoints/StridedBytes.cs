using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BertGen.Engine.Threading;

namespace BertGen.Checkpoints;

/// <summary>A tensor whose elements lie apart, such as a transposed matrix: the stretch of the file that holds them is read once, into memory of its own.</summary>
internal sealed unsafe class StridedBytes : ITensorBytes
{
    // A stretch of the file that is longer than this many times its elements is hardly anything but gaps.
    private const int MostGaps = 8;
    private const long AlwaysRead = 1 << 20;
    private const int BytesPerPart = 1 << 20;

    private readonly StoredTensor _tensor;
    private readonly long _length;
    private byte* _bytes;

    public StridedBytes(StoredTensor tensor)
    {
        _tensor = tensor;
        _length = tensor.StoredLength;
        _bytes = (byte*)NativeMemory.Alloc(checked((nuint)Math.Max(_length, 1)));
        try
        {
            WorkLoop.Run((int)((_length + BytesPerPart - 1) / BytesPerPart), part =>
            {
                long start = (long)part * BytesPerPart;
                tensor.File.Read(tensor.Start + start, new Span<byte>(_bytes + start, (int)Math.Min(BytesPerPart, _length - start)));
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    ~StridedBytes() => Free();

    /// <summary>Whether the stretch of the file is not much longer than what is wanted of it.</summary>
    public static bool FitsInMemory(StoredTensor tensor) =>
        tensor.StoredLength <= AlwaysRead || tensor.StoredLength / MostGaps <= tensor.Entry.ByteLength;

    public void Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        StridedCopy.Copy(_tensor, offset, destination, new Source(_bytes, _length));
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }

    private readonly struct Source(byte* bytes, long length) : IElementSource
    {
        public void Read<T>(long position, long stride, Span<T> destination)
            where T : unmanaged
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThan((position + ((destination.Length - 1) * stride) + 1) * sizeof(T), length);
            byte* source = bytes + (position * sizeof(T));
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = Unsafe.ReadUnaligned<T>(source + (i * stride * sizeof(T)));
            }
        }
    }
}
