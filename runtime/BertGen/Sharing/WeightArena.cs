using BertGen.Engine;

namespace BertGen.Sharing;

/// <summary>Puts the weights of a model side by side in large chunks, which take huge pages: a forward reads them from one end to the other.</summary>
/// <remarks>A chunk is freed with the last block in it, so a block that two models share keeps a chunk of the first.</remarks>
internal sealed unsafe class WeightArena
{
    /// <summary>So large that what is left of the last huge page in use is little beside it; memory that is never written to is none.</summary>
    private const int ChunkBytes = 32 * 1024 * 1024;

    /// <summary>Smaller blocks are read with others in between, and take their memory where it is.</summary>
    private const int LeastBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private Chunk? _chunk;

    /// <summary>Memory for floats, from a cache line on.</summary>
    /// <param name="count">Floats.</param>
    public Part Allocate(nint count)
    {
        nint bytes = checked(count * sizeof(float));
        if (bytes < LeastBytes || !OperatingSystem.IsLinux())
        {
            return Part.Alone(count);
        }

        lock (_gate)
        {
            if (_chunk?.TryTake(bytes) is { } part)
            {
                return part;
            }

            _chunk = new Chunk(Math.Max(ChunkBytes, bytes));
            return _chunk.TryTake(bytes)!.Value;
        }
    }

    /// <summary>Memory of one block.</summary>
    public readonly struct Part
    {
        private readonly Chunk? _chunk;
        private readonly nint _bytes;

        internal Part(float* values, nint bytes, Chunk? chunk)
        {
            Values = values;
            (_bytes, _chunk) = (bytes, chunk);
        }

        public float* Values { get; }

        /// <summary>Memory that lies in no chunk.</summary>
        public static Part Alone(nint count) => new(KernelMemory.Allocate(count), 0, null);

        public void Free()
        {
            if (_chunk is null)
            {
                KernelMemory.Free(Values);
            }
            else
            {
                _chunk.Return(Values, _bytes);
            }
        }
    }

    internal sealed class Chunk(nint bytes)
    {
        private const int LineBytes = 64;

        private readonly Lock _gate = new();
        private byte* _memory = (byte*)KernelMemory.Allocate((bytes + sizeof(float) - 1) / sizeof(float));
        private nint _used;
        private int _parts;

        /// <summary>The next part, or null where there is too little left, or the last part of the chunk has been freed.</summary>
        public Part? TryTake(nint length)
        {
            nint whole = (length + LineBytes - 1) / LineBytes * LineBytes;
            lock (_gate)
            {
                if (_memory is null || bytes - _used < length)
                {
                    return null;
                }

                var part = new Part((float*)(_memory + _used), whole, this);
                _used += whole;
                _parts++;
                return part;
            }
        }

        public void Return(float* values, nint whole)
        {
            lock (_gate)
            {
                if (--_parts == 0)
                {
                    KernelMemory.Free((float*)_memory);
                    _memory = null;
                }
                else if ((byte*)values + whole == _memory + _used)
                {
                    // A block that turned out to be there already is freed before the next one is taken.
                    _used -= whole;
                }
            }
        }
    }
}
