using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Takes the delimiters of a piece of text and what is between them, from left to right, and makes pieces of them.</summary>
/// <param name="behavior">What becomes of delimiters.</param>
/// <param name="offset">Where the piece starts in its text.</param>
/// <param name="target">Gets the pieces.</param>
internal ref struct SplitWriter(SplitBehavior behavior, int offset, PooledBuffer<Split> target)
{
    private int _start;
    private int _end;
    private bool _hasPending;
    private bool _lastWasDelimiter;

    /// <summary>Adds the next part.</summary>
    /// <param name="start">Where it starts in the piece.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="isDelimiter">Whether it is a delimiter.</param>
    public void Add(int start, int end, bool isDelimiter)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                if (!isDelimiter)
                {
                    Write(start, end);
                }

                break;
            case SplitBehavior.Isolated:
                Write(start, end);
                break;
            case SplitBehavior.Contiguous:
                Extend(start, end, _hasPending && isDelimiter == _lastWasDelimiter);
                break;
            case SplitBehavior.MergedWithPrevious:
                Extend(start, end, _hasPending && isDelimiter && !_lastWasDelimiter);
                break;
            default:
                Extend(start, end, _hasPending && !isDelimiter && _lastWasDelimiter);
                break;
        }

        _lastWasDelimiter = isDelimiter;
    }

    /// <summary>Ends the piece.</summary>
    public void Finish()
    {
        if (_hasPending)
        {
            Write(_start, _end);
            _hasPending = false;
        }
    }

    private void Extend(int start, int end, bool merges)
    {
        if (!merges)
        {
            Finish();
            _start = start;
            _hasPending = true;
        }

        _end = end;
    }

    private readonly void Write(int start, int end)
    {
        if (end > start)
        {
            target.Add(new Split(offset + start, offset + end, -1));
        }
    }
}
