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
            SequenceRows rows = RowsOf(sequence);
            if (!rows.IsWanted)
            {
                continue;
            }

            float* mean = SelectedRow(output, rows.Wanted);
            Copy(PieceRow(value, rows.Start), mean, output.Width);
            for (int row = rows.Start + 1; row < rows.AttendedEnd; row++)
            {
                _kernels.Add(mean, PieceRow(value, row), mean, output.Width);
            }

            _kernels.Scale(mean, 1f / (rows.AttendedEnd - rows.Start), mean, output.Width);
        }

        WorkOnWanted();
        Finish(output, "the mean of the pieces", null);
    }

    /// <summary>result = the gradient of the rows of which a mean was made, zero for those that have no part in one; operations from here on work on all rows.</summary>
    /// <param name="gradient">Gradient of the means, [wanted rows, width].</param>
    /// <param name="result">Where the gradient of the rows goes, [rows, width].</param>
    public void MeanGradient(Slot gradient, Slot result)
    {
        for (int sequence = _group.FirstSequence + _share; sequence < _group.EndSequence; sequence += _lanes)
        {
            SequenceRows rows = RowsOf(sequence);
            for (int row = rows.Start; row < rows.End; row++)
            {
                float* target = PieceRow(result, row);
                if (rows.IsWanted && row < rows.AttendedEnd)
                {
                    _kernels.Scale(SelectedRow(gradient, rows.Wanted), 1f / (rows.AttendedEnd - rows.Start), target, gradient.Width);
                }
                else
                {
                    new Span<float>(target, gradient.Width).Clear();
                }
            }
        }

        WorkOnAll();
        Synchronize();
    }
}
