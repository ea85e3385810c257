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
            SequenceRows rows = RowsOf(sequence);
            if (!rows.IsWanted)
            {
                continue;
            }

            float* largest = SelectedRow(output, rows.Wanted);
            Copy(PieceRow(value, rows.Start), largest, output.Width);
            for (int row = rows.Start + 1; row < rows.AttendedEnd; row++)
            {
                _kernels.Max(PieceRow(value, row), largest, output.Width);
            }
        }

        WorkOnWanted();
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
            SequenceRows rows = RowsOf(sequence);
            for (int row = rows.Start; row < rows.End; row++)
            {
                new Span<float>(PieceRow(result, row), width).Clear();
            }

            if (!rows.IsWanted)
            {
                continue;
            }

            FindLargest(value, rows, places.AsSpan(0, width));
            float* source = SelectedRow(gradient, rows.Wanted);
            for (int i = 0; i < width; i++)
            {
                PieceRow(result, places[i])[i] = source[i];
            }
        }

        ArrayPool<int>.Shared.Return(places);
        WorkOnAll();
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

    private void FindLargest(Slot value, SequenceRows rows, Span<int> places)
    {
        places.Fill(rows.Start);
        for (int row = rows.Start + 1; row < rows.AttendedEnd; row++)
        {
            float* values = PieceRow(value, row);
            for (int i = 0; i < places.Length; i++)
            {
                if (values[i] > PieceRow(value, places[i])[i])
                {
                    places[i] = row;
                }
            }
        }
    }
}
