using BertGen.Engine.Kernels;
using BertGen.Engine.Threading;

namespace BertGen.Engine.Batches;

/// <summary>
/// Where the vectors of a batch go: row by row to their places in the result, or pooled to one vector a text. A text in
/// windows is pooled after all groups are through, from a copy of its pieces.
/// </summary>
internal sealed unsafe class BatchResult
{
    private readonly IntList _textOfSequence = new();
    private readonly IntList _stagedStarts = new();
    private readonly Workspace _staging = new();
    private readonly OutputMap _map;
    private SentencePooling? _pooling;
    private int _width;
    private float* _values;
    private float* _staged;
    private int _stagedCount;

    public BatchResult(OutputMap map) => _map = map;

    /// <summary>Prepares for vectors of <paramref name="width"/> values, pooled or not.</summary>
    public void Reset(int width, SentencePooling? pooling)
    {
        _width = width;
        _pooling = pooling;
        _textOfSequence.Clear();
        _stagedStarts.Clear();
        _stagedCount = 0;
    }

    /// <summary>Adds a text to be pooled.</summary>
    /// <param name="rows">The rows of the text's kept pieces, rising.</param>
    /// <param name="sequences">Sequences that the text consists of.</param>
    public void AddPooledText(ReadOnlySpan<int> rows, int sequences)
    {
        int text = _stagedStarts.Count;
        int wanted = _pooling!.Value.WantedOf(rows.Length);
        bool staged = sequences > 1 && wanted > 1;
        _stagedStarts.Add(_stagedCount);
        for (int i = 0; i < wanted; i++)
        {
            _map.Add(rows[i], staged ? _stagedCount++ : text);
        }

        for (int i = 0; i < sequences; i++)
        {
            // The complement marks a text whose pieces are staged.
            _textOfSequence.Add(staged ? ~text : text);
        }
    }

    /// <summary>Says where the result lies.</summary>
    public void Begin(float* values)
    {
        _values = values;
        _staged = _stagedCount > 0 ? _staging.Ensure((nint)_stagedCount * _width) : null;
    }

    /// <summary>Takes the wanted rows of one sequence.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="rows">Its wanted rows, one after the other.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="wanted">Their indices among the wanted rows of the batch.</param>
    public void Store(KernelSet kernels, int sequence, float* rows, nint stride, IndexRange wanted)
    {
        if (_pooling is { } pooling && _textOfSequence[sequence] >= 0)
        {
            pooling.Pool(kernels, rows, stride, wanted.Length, _width, _values + ((nint)_textOfSequence[sequence] * _width));
            return;
        }

        float* target = _pooling is null ? _values : _staged;
        for (int i = wanted.Start; i < wanted.End; i++, rows += stride)
        {
            foreach (int place in _map.PlacesOf(i))
            {
                new ReadOnlySpan<float>(rows, _width).CopyTo(new Span<float>(target + ((nint)place * _width), _width));
            }
        }
    }

    /// <summary>Pools what was staged.</summary>
    public void End(KernelSet kernels)
    {
        for (int text = 0; text < _stagedStarts.Count; text++)
        {
            int start = _stagedStarts[text];
            int count = (text + 1 < _stagedStarts.Count ? _stagedStarts[text + 1] : _stagedCount) - start;
            if (count > 0)
            {
                _pooling!.Value.Pool(kernels, _staged + ((nint)start * _width), _width, count, _width, _values + ((nint)text * _width));
            }
        }
    }
}
