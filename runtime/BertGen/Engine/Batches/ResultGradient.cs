using BertGen.Engine.Kernels;

namespace BertGen.Engine.Batches;

/// <summary>
/// The result of a training step and its gradient: rows go to their places in the result, or are pooled to one vector a text, and
/// the gradient of the result comes back to the rows the same way.
/// </summary>
internal sealed unsafe class ResultGradient(OutputMap map)
{
    private readonly IntList _textOfWanted = new();
    private readonly IntList _wantedEnds = new();
    private SentencePooling? _pooling;
    private Slot _slot;
    private float* _rows;
    private float* _cotangent;
    private float[] _pooled = [];
    private float[] _gradients = [];
    private int[] _largest = [];

    /// <summary>Prepares for vectors that are pooled or not.</summary>
    public void Reset(SentencePooling? pooling)
    {
        _pooling = pooling;
        _textOfWanted.Clear();
        _wantedEnds.Clear();
    }

    /// <summary>Adds a text to be pooled.</summary>
    /// <param name="wanted">How many rows it is pooled from; they are the next among the wanted rows of the batch.</param>
    public void AddPooledText(int wanted)
    {
        for (int i = 0; i < wanted; i++)
        {
            _textOfWanted.Add(_wantedEnds.Count);
        }

        _wantedEnds.Add(_textOfWanted.Count);
    }

    /// <summary>Says where the wanted rows are.</summary>
    public void Begin(float* rows, Slot slot)
    {
        _rows = rows;
        _slot = slot;
    }

    /// <summary>Writes the result.</summary>
    public void StoreResult(KernelSet kernels, float* result)
    {
        int width = _slot.Width;
        if (_pooling is not { } pooling)
        {
            for (int i = 0; i < map.Wanted.Length; i++)
            {
                foreach (int place in map.PlacesOf(i))
                {
                    new ReadOnlySpan<float>(Row(i), width).CopyTo(new Span<float>(result + ((nint)place * width), width));
                }
            }

            return;
        }

        // Kept before it is scaled, as the gradient needs it.
        Grow(ref _pooled, checked(_wantedEnds.Count * width));
        var unscaled = pooling with { Normalize = false };
        fixed (float* pooled = _pooled)
        {
            for (int text = 0; text < _wantedEnds.Count; text++)
            {
                int first = FirstWanted(text), count = _wantedEnds[text] - first;
                float* vector = pooled + ((nint)text * width);
                if (count == 0)
                {
                    new Span<float>(vector, width).Clear();
                    continue;
                }

                unscaled.Pool(kernels, Row(first), _slot.Stride, count, width, vector);
                float* target = result + ((nint)text * width);
                new ReadOnlySpan<float>(vector, width).CopyTo(new Span<float>(target, width));
                if (pooling.Normalize)
                {
                    SentencePooling.ScaleToLength1(kernels, target, width);
                }
            }
        }
    }

    /// <summary>Prepares the way back.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="cotangent">The gradient of the result.</param>
    public void BeginBackward(KernelSet kernels, float* cotangent)
    {
        _cotangent = cotangent;
        if (_pooling is not { } pooling)
        {
            return;
        }

        int width = _slot.Width;
        Grow(ref _gradients, checked(_wantedEnds.Count * width));
        fixed (float* pooled = _pooled, gradients = _gradients)
        {
            for (int text = 0; text < _wantedEnds.Count; text++)
            {
                nint start = (nint)text * width;
                new ReadOnlySpan<float>(cotangent + start, width).CopyTo(new Span<float>(gradients + start, width));
                if (pooling.Normalize)
                {
                    SentencePooling.ScalingGradient(kernels, pooled + start, gradients + start, width);
                }

                int count = _wantedEnds[text] - FirstWanted(text);
                if (pooling.Kind == BertPooling.Mean && count > 0)
                {
                    kernels.Scale(gradients + start, 1f / count, gradients + start, width);
                }
            }
        }

        if (pooling.Kind == BertPooling.Max)
        {
            FindLargest(width);
        }
    }

    /// <summary>The gradient of one wanted row.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="wanted">Index among the wanted rows of the batch.</param>
    /// <param name="target">Where it goes.</param>
    public void Load(KernelSet kernels, int wanted, float* target)
    {
        int width = _slot.Width;
        if (_pooling is not { } pooling)
        {
            new Span<float>(target, width).Clear();
            foreach (int place in map.PlacesOf(wanted))
            {
                kernels.Add(target, _cotangent + ((nint)place * width), target, width);
            }

            return;
        }

        int start = _textOfWanted[wanted] * width;
        ReadOnlySpan<float> gradient = _gradients.AsSpan(start, width);
        if (pooling.Kind != BertPooling.Max)
        {
            gradient.CopyTo(new Span<float>(target, width));
            return;
        }

        for (int i = 0; i < width; i++)
        {
            target[i] = _largest[start + i] == wanted ? gradient[i] : 0f;
        }
    }

    /// <summary>The first row that has the largest value of a text, for every value of the vector: all of its gradient is that row's.</summary>
    private void FindLargest(int width)
    {
        Grow(ref _largest, _wantedEnds.Count * width);
        for (int text = 0; text < _wantedEnds.Count; text++)
        {
            for (int i = 0; i < width; i++)
            {
                int row = FirstWanted(text);
                while (row < _wantedEnds[text] && Row(row)[i] != _pooled[(text * width) + i])
                {
                    row++;
                }

                _largest[(text * width) + i] = row;
            }
        }
    }

    private int FirstWanted(int text) => text == 0 ? 0 : _wantedEnds[text - 1];

    private float* Row(int wanted) => _rows + ((nint)_slot.Stride * wanted);

    private static void Grow<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            array = GC.AllocateUninitializedArray<T>(count);
        }
    }
}
