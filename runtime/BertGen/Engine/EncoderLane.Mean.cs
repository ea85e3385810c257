namespace BertGen.Engine;

/// <content>The mean of a sequence, which some heads classify, and which pooling makes.</content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>output = the mean of the rows of every sequence that a result is wanted of; operations from here on work on one row of each.</summary>
    /// <param name="value">[rows, width].</param>
    /// <param name="output">Where the means go, [wanted rows, width].</param>
    public void Mean(Slot value, Slot output)
    {
        for (int sequence = _group.FirstSequence + _share; sequence < _group.EndSequence; sequence += _lanes)
        {
            int start = _run.Rows.SequenceStart(sequence), end = _run.Rows.AttendedEnd(sequence);
            int wanted = _run.Output.WantedBefore(start);
            if (_run.Output.WantedBefore(_run.Rows.SequenceEnd(sequence)) == wanted)
            {
                continue;
            }

            float* mean = SelectedRow(output, wanted - _group.FirstWanted);
            Copy(PieceRow(value, start - _group.FirstRow), mean, output.Width);
            for (int row = start + 1; row < end; row++)
            {
                _kernels.Add(mean, PieceRow(value, row - _group.FirstRow), mean, output.Width);
            }

            _kernels.Scale(mean, 1f / (end - start), mean, output.Width);
        }

        _narrowed = true;
        _rowCount = _group.WantedCount;
        Finish(output, "the mean of the pieces", null);
    }

    /// <summary>result = the gradient of the rows of which a mean was made, zero for those that have no part in one; operations from here on work on all rows.</summary>
    /// <param name="gradient">Gradient of the means, [wanted rows, width].</param>
    /// <param name="result">Where the gradient of the rows goes, [rows, width].</param>
    public void MeanGradient(Slot gradient, Slot result)
    {
        for (int sequence = _group.FirstSequence + _share; sequence < _group.EndSequence; sequence += _lanes)
        {
            int start = _run.Rows.SequenceStart(sequence), end = _run.Rows.SequenceEnd(sequence), attended = _run.Rows.AttendedEnd(sequence);
            int wanted = _run.Output.WantedBefore(start);
            bool isWanted = _run.Output.WantedBefore(end) > wanted;
            for (int row = start; row < end; row++)
            {
                float* target = PieceRow(result, row - _group.FirstRow);
                if (isWanted && row < attended)
                {
                    _kernels.Scale(SelectedRow(gradient, wanted - _group.FirstWanted), 1f / (attended - start), target, gradient.Width);
                }
                else
                {
                    new Span<float>(target, gradient.Width).Clear();
                }
            }
        }

        _narrowed = false;
        _rowCount = _group.RowCount;
        Synchronize();
    }
}
