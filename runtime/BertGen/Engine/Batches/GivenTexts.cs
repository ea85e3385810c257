namespace BertGen.Engine.Batches;

/// <summary>
/// Texts whose rows are there already, and the head that is run over them: those of a group as an encoder has made them, or those
/// of long texts when all of their windows are through.
/// </summary>
internal sealed unsafe class GivenTexts
{
    private EncoderRun? _run;
    private float* _rows;
    private nint _stride;

    /// <summary>One past the last row that was added.</summary>
    private float* End => _rows + (_stride * _run!.Rows.Count);

    /// <summary>Whether texts were added since the last run.</summary>
    public bool IsEmpty => _run is null || _run.Rows.Count == 0;

    /// <summary>Whether rows go on where those that were added end.</summary>
    public bool EndsAt(float* rows, nint stride) => !IsEmpty && End == rows && _stride == stride;

    /// <summary>Adds a text.</summary>
    /// <param name="rows">Its rows, which stand behind those of the text before.</param>
    /// <param name="stride">Floats from one to the next.</param>
    /// <param name="count">How many there are, at least 1.</param>
    /// <param name="place">The place of its vector in the result.</param>
    public void Add(float* rows, nint stride, int count, int place)
    {
        _run ??= new EncoderRun();
        if (IsEmpty)
        {
            _rows = rows;
            _stride = stride;
        }

        _run.GiveText(count, place);
    }

    /// <summary>Runs the head over the texts, and forgets them.</summary>
    /// <param name="head">The head.</param>
    /// <param name="width">Values in a vector of the result.</param>
    /// <param name="result">Where the places are.</param>
    /// <returns>Whether all vectors are finite.</returns>
    public bool Run(IEncoder head, int width, float* result)
    {
        _run!.Give(_rows, _stride);
        _run.Result.Reset(width);
        _run.Execute(head, maxThreads: 1, mix: null, result);
        _run.Clear(width);
        return _run.IsFinite;
    }
}
