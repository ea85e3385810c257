using BertGen.Engine.Kernels;
using BertGen.Engine.Threading;

namespace BertGen.Engine.Batches;

/// <summary>
/// Where the vectors of a batch go: row by row to their places in the result, or, those of a text, to a head that makes one vector of
/// them. The head gets a text in windows after all groups are through, from a copy of its rows.
/// </summary>
internal sealed unsafe class BatchResult(OutputMap map, EncoderRun run)
{
    private readonly IntList _textOfSequence = new();
    private readonly IntList _stagedStarts = new();
    private readonly Workspace _staging = new();
    private readonly GivenTexts _stagedTexts = new();
    private IEncoder? _head;
    private int _width;
    private float* _values;
    private float* _staged;
    private int _stagedCount;

    /// <summary>Prepares for vectors of <paramref name="width"/> values.</summary>
    public void Reset(int width)
    {
        _width = width;
        _textOfSequence.Clear();
        _stagedStarts.Clear();
        _stagedCount = 0;
    }

    /// <summary>Adds a text that has one vector.</summary>
    /// <param name="rows">The rows that it is made of, rising.</param>
    /// <param name="sequences">Sequences that the text consists of.</param>
    public void AddText(ReadOnlySpan<int> rows, int sequences)
    {
        int text = _stagedStarts.Count;
        bool staged = sequences > 1 && rows.Length > 1;
        _stagedStarts.Add(_stagedCount);
        foreach (int row in rows)
        {
            map.Add(row, staged ? _stagedCount++ : text);
        }

        for (int i = 0; i < sequences; i++)
        {
            // The complement marks a text whose rows are staged.
            _textOfSequence.Add(staged ? ~text : text);
        }
    }

    /// <summary>Says where the result lies.</summary>
    /// <param name="head">What makes one vector of those of a text; null where rows go to their places.</param>
    /// <param name="values">The result.</param>
    public void Begin(IEncoder? head, float* values)
    {
        _head = head;
        _values = values;
        _staged = _stagedCount > 0 ? _staging.Ensure((nint)_stagedCount * _width) : null;
    }

    /// <summary>Takes the wanted rows of one sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="rows">Its wanted rows, one after the other.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="wanted">Their indices among the wanted rows of the batch.</param>
    /// <param name="texts">Gathers the texts of a lane for the head.</param>
    public void Store(int sequence, float* rows, nint stride, IndexRange wanted, GivenTexts texts)
    {
        if (_head is null || _textOfSequence[sequence] < 0)
        {
            map.CopyToPlaces(rows, stride, wanted, _width, _head is null ? _values : _staged);
            return;
        }

        if (!texts.EndsAt(rows, stride))
        {
            EndRows(texts);
        }

        texts.Add(rows, stride, wanted.Length, _textOfSequence[sequence]);
    }

    /// <summary>Runs the head over what a lane has gathered.</summary>
    public void EndRows(GivenTexts texts)
    {
        if (!texts.IsEmpty && !texts.Run(_head!, _width, _values))
        {
            run.SeeNonFinite();
        }
    }

    /// <summary>Runs the head over what was staged.</summary>
    public void End()
    {
        for (int text = 0; text < _stagedStarts.Count; text++)
        {
            int start = _stagedStarts[text];
            int count = (text + 1 < _stagedStarts.Count ? _stagedStarts[text + 1] : _stagedCount) - start;
            if (count > 0)
            {
                _stagedTexts.Add(_staged + ((nint)start * _width), _width, count, text);
            }
        }

        EndRows(_stagedTexts);
    }
}
