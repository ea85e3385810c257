using System.Buffers;
using BertGen.Engine.Kernels;

namespace BertGen.Engine;

/// <content>What makes one vector of those of a text, its derivative, and the vectors that a caller gives.</content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>output = for every sequence that a result is wanted of, and every column, the largest value of its rows; operations from here on work on one row of each.</summary>
    /// <param name="value">[rows, width].</param>
    /// <param name="output">Where the vectors go, [wanted rows, width].</param>
    public void Max(Slot value, Slot output)
    {
        for (int sequence = _group.FirstSequence + _share; sequence < _group.EndSequence; sequence += _lanes)
        {
            int start = _run.Rows.SequenceStart(sequence), end = _run.Rows.AttendedEnd(sequence);
            int wanted = _run.Output.WantedBefore(start);
            if (_run.Output.WantedBefore(_run.Rows.SequenceEnd(sequence)) == wanted)
            {
                continue;
            }

            float* largest = SelectedRow(output, wanted - _group.FirstWanted);
            Copy(PieceRow(value, start - _group.FirstRow), largest, output.Width);
            for (int row = start + 1; row < end; row++)
            {
                _kernels.Max(PieceRow(value, row - _group.FirstRow), largest, output.Width);
            }
        }

        _narrowed = true;
        _rowCount = _group.WantedCount;
        Finish(output, "the largest values of the pieces", null);
    }

    /// <summary>output = every row divided by its length.</summary>
    /// <param name="value">[rows, width].</param>
    /// <param name="output">Where the rows go; may be the value itself.</param>
    public void ScaleToUnit(Slot value, Slot output)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            Copy(Row(value, row), Row(output, row), value.Width);
            UnitLength.Scale(_kernels, Row(output, row), output.Width);
        }

        Finish(output, "the scaling to length 1", null);
    }

    /// <summary>result = the gradient of the rows whose largest values were taken: all of it goes to the first row that has the value; operations from here on work on all rows.</summary>
    /// <param name="gradient">Gradient of the largest values, [wanted rows, width].</param>
    /// <param name="value">The rows, [rows, width].</param>
    /// <param name="result">Where the gradient of the rows goes, [rows, width].</param>
    public void MaxGradient(Slot gradient, Slot value, Slot result)
    {
        int width = gradient.Width;
        int[] places = ArrayPool<int>.Shared.Rent(width);
        for (int sequence = _group.FirstSequence + _share; sequence < _group.EndSequence; sequence += _lanes)
        {
            int start = _run.Rows.SequenceStart(sequence), end = _run.Rows.SequenceEnd(sequence), attended = _run.Rows.AttendedEnd(sequence);
            for (int row = start; row < end; row++)
            {
                new Span<float>(PieceRow(result, row - _group.FirstRow), width).Clear();
            }

            int wanted = _run.Output.WantedBefore(start);
            if (_run.Output.WantedBefore(end) == wanted)
            {
                continue;
            }

            FindLargest(value, start, attended, places.AsSpan(0, width));
            float* source = SelectedRow(gradient, wanted - _group.FirstWanted);
            for (int i = 0; i < width; i++)
            {
                PieceRow(result, places[i] - _group.FirstRow)[i] = source[i];
            }
        }

        ArrayPool<int>.Shared.Return(places);
        _narrowed = false;
        _rowCount = _group.RowCount;
        Synchronize();
    }

    /// <summary>gradient = the gradient of rows that were scaled to length 1, in place.</summary>
    /// <param name="gradient">Gradient of the scaled rows, and then of the rows.</param>
    /// <param name="value">The rows before they were scaled.</param>
    public void UnitGradient(Slot gradient, Slot value)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            UnitLength.Gradient(_kernels, _gradients, Row(value, row), Row(gradient, row), gradient.Width);
        }

        Synchronize();
    }

    /// <summary>Hands on the gradient of the rows that were given.</summary>
    /// <param name="gradient">[rows, width].</param>
    public void StoreGradient(Slot gradient)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            Copy(Row(gradient, row), _run.GivenGradientOf(_group.FirstRow + row), gradient.Width);
        }

        Synchronize();
    }

    private void FindLargest(Slot value, int start, int end, Span<int> places)
    {
        places.Fill(start);
        for (int row = start + 1; row < end; row++)
        {
            float* values = PieceRow(value, row - _group.FirstRow);
            for (int i = 0; i < places.Length; i++)
            {
                if (values[i] > PieceRow(value, places[i] - _group.FirstRow)[i])
                {
                    places[i] = row;
                }
            }
        }
    }
}
