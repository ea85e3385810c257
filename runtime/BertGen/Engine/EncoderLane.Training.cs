using BertGen.Engine.Kernels;

namespace BertGen.Engine;

/// <content>The forward operations of a training step: they leave behind what the backward pass reads again.</content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>output = norm(input), [rows, width].</summary>
    /// <param name="input">The rows.</param>
    /// <param name="norm">The LayerNorm.</param>
    /// <param name="epsilon">Its epsilon.</param>
    /// <param name="output">Where the result goes.</param>
    public void Norm(Slot input, in NormWeights norm, float epsilon, Slot output)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            Copy(Row(input, row), Row(output, row), input.Width);
            _kernels.Normalize(Row(output, row), output.Stride, 1, norm, epsilon);
        }

        Synchronize();
    }

    /// <summary>output = activation(input), [rows, width].</summary>
    /// <param name="input">The rows.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="activation">Applied to every value.</param>
    public void Activate(Slot input, Slot output, Activation activation)
    {
        IndexRange share = ShareOf(_rowCount);
        _gradients.Activate(Row(input, share.Start), Row(output, share.Start), input.Stride, share.Length, activation);
        Synchronize();
    }

    /// <summary>sum = residual + dropout(input W + b), [rows, inputs] -> [rows, outputs].</summary>
    /// <param name="input">The rows.</param>
    /// <param name="weights">W and b.</param>
    /// <param name="residual">What is added to.</param>
    /// <param name="sum">Where the result goes; shares no memory with the others.</param>
    /// <param name="dropout">How often a value of the product is dropped.</param>
    /// <param name="site">The place of the dropout.</param>
    public void LinearAdd(Slot input, in PackedMatrix weights, Slot residual, Slot sum, float dropout = 0f, int site = 0)
    {
        var mask = new DropoutMask(_run.DropoutKey, site, dropout);
        if (mask.IsActive)
        {
            Linear(input, weights, sum);
            IndexRange share = ShareOf(_rowCount);
            for (int row = share.Start; row < share.End; row++)
            {
                float* values = Row(sum, row);
                mask.Apply(values, values, sum.Width, BatchRow(row));
                _kernels.Add(values, Row(residual, row), values, sum.Width);
            }
        }
        else
        {
            // Fused as in a forward pass, so that without dropout a step has the bits of one.
            IndexRange copied = ShareOf(_rowCount);
            for (int row = copied.Start; row < copied.End; row++)
            {
                Copy(Row(residual, row), Row(sum, row), sum.Width);
            }

            if (!DividesRows)
            {
                Synchronize();
            }

            IndexRange rows = ProductRows;
            _kernels.ProductAddResidual(
                Row(input, rows.Start), input.Stride, rows.Length, weights, ProductPanels(weights), Row(sum, rows.Start), sum.Stride, Packed);
        }

        Synchronize();
    }

    /// <summary>result = dropout(value), [rows, width].</summary>
    /// <param name="value">The rows.</param>
    /// <param name="result">Where the result goes; may be the value itself.</param>
    /// <param name="rate">How often a value is dropped.</param>
    /// <param name="site">The place of the dropout.</param>
    public void Dropout(Slot value, Slot result, float rate, int site)
    {
        var mask = new DropoutMask(_run.DropoutKey, site, rate);
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            if (mask.IsActive)
            {
                mask.Apply(Row(value, row), Row(result, row), value.Width, BatchRow(row));
            }
            else
            {
                Copy(Row(value, row), Row(result, row), value.Width);
            }
        }

        Synchronize();
    }

    /// <summary>Goes on with the rows that the result needs: like <see cref="Narrow(Slot)"/>, but leaves the value as it is.</summary>
    /// <param name="value">The value, [rows, width].</param>
    /// <param name="narrowed">Where the wanted rows go, [wanted rows, width].</param>
    public void Narrow(Slot value, Slot narrowed)
    {
        KeepWanted(value, narrowed);
        WorkOnWanted();
    }

    /// <summary>Copies a value that will be overwritten.</summary>
    /// <param name="value">The value, [rows, width].</param>
    /// <param name="kept">Where the rows go.</param>
    public void Keep(Slot value, Slot kept)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            Copy(Row(value, row), Row(kept, row), value.Width);
        }

        Synchronize();
    }

    /// <summary>Copies the rows that the result needs.</summary>
    /// <param name="value">The value, [rows, width].</param>
    /// <param name="kept">Where they go, [wanted rows, width].</param>
    public void KeepWanted(Slot value, Slot kept)
    {
        IndexRange share = ShareOf(_group.WantedCount);
        for (int i = share.Start; i < share.End; i++)
        {
            Copy(Row(value, _narrowed ? i : WantedRow(i)), SelectedRow(kept, i), value.Width);
        }

        Synchronize();
    }

    /// <summary>The number of a row in the batch: what dropout counts by.</summary>
    private long BatchRow(int row) => row + (_narrowed ? _group.FirstWanted : _group.FirstRow);

    private static void Copy(float* source, float* destination, int width)
    {
        if (source != destination)
        {
            new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(destination, width));
        }
    }
}
