using System.Diagnostics;
using BertGen.Engine;
using BertGen.Engine.Kernels;

namespace BertGen.Benchmarks;

/// <summary>The time that attention takes beside all else in a forward: the kernel alone, on queries, keys and values that lie as an encoder has them.</summary>
internal sealed unsafe class AttentionTime : IDisposable
{
    private readonly Shape _shape;
    private readonly int _pieces;
    private readonly float* _input;
    private readonly float* _context;
    private readonly float* _scratch;

    public AttentionTime(Shape shape, int pieces)
    {
        (_shape, _pieces) = (shape, pieces);
        _input = RandomFloats.Of(pieces * 3 * shape.Hidden);
        _context = RandomFloats.Of(pieces * shape.Hidden);
        _scratch = RandomFloats.Of(AttentionScratch.Most(pieces, HeadSize));
    }

    private int HeadSize => _shape.Hidden / _shape.Heads;

    /// <summary>Seconds that all layers of a text take on one thread.</summary>
    public double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            // As an encoder calls it.
            int near = _shape.IsLocal(layer) ? _shape.Reach + 1 : 0;
            bool isNear = Head(0, near).IsNear;
            int step = isNear ? EncoderLane.NearQueries : _pieces;
            for (int first = 0; first < _pieces; first += step)
            {
                for (int head = 0; head < _shape.Heads; head++)
                {
                    if (isNear)
                    {
                        KernelSet.Best.AttendNear(Head(head, near), new IndexRange(first, Math.Min(first + step, _pieces)), _scratch);
                    }
                    else
                    {
                        KernelSet.Best.Attend(Head(head, near), _scratch);
                    }
                }
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => RandomFloats.Free((nint)_input, (nint)_context, (nint)_scratch);

    private AttentionHead Head(int head, int near)
    {
        // Head by head, as queries, keys and values are where a head has whole panels.
        nint plane = (nint)_pieces * HeadSize;
        float* queries = _input + (head * plane);
        return new AttentionHead
        {
            Queries = queries,
            Keys = queries + (_shape.Heads * plane),
            Values = queries + (2 * _shape.Heads * plane),
            Stride = HeadSize,
            Length = _pieces,
            HeadSize = HeadSize,
            FirstPiece = 0,
            Wanted = default,
            WantedCount = _pieces,
            Context = _context + (head * HeadSize),
            ContextStride = _shape.Hidden,
            Near = near,
        };
    }
}
