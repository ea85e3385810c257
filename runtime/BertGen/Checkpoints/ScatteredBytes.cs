using System.Runtime.CompilerServices;

namespace BertGen.Checkpoints;

/// <summary>
/// A tensor of few elements in a long stretch of the file: each is read by itself, so that a small view of a large storage
/// takes no more memory than it has elements.
/// </summary>
internal sealed class ScatteredBytes(StoredTensor tensor) : ITensorBytes
{
    public void Read(long offset, Span<byte> destination) => StridedCopy.Copy(tensor, offset, destination, new Source(tensor));

    public void Dispose()
    {
    }

    private readonly struct Source(StoredTensor tensor) : IElementSource
    {
        public void Read<T>(long position, long stride, Span<T> destination)
            where T : unmanaged
        {
            Span<byte> element = stackalloc byte[Unsafe.SizeOf<T>()];
            foreach (ref T value in destination)
            {
                tensor.File.Read(tensor.Start + (position * element.Length), element);
                value = Unsafe.ReadUnaligned<T>(in element[0]);
                position += stride;
            }
        }
    }
}
