using BertGen.Engine.Kernels;

namespace BertGen.Engine;

/// <content>What rotary families compute beside products and attention, with its gradients.</content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>output = input with its queries and keys turned by the angles of their positions.</summary>
    /// <param name="input">Heads side by side, or one by one; what stands behind them stays as it is. [rows, ...]</param>
    /// <param name="output">Where they go; may be the input.</param>
    /// <param name="table">The angles.</param>
    /// <param name="headCount">Heads that are turned.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="back">True turns them back: the gradient.</param>
    public void Rotate(Slot input, Slot output, RotaryTable table, int headCount, int headSize, bool back = false)
    {
        ReadOnlySpan<int> columns = _run.Rows.Columns.Slice(_group.FirstRow, _rowCount);
        RotaryAngles angles = table.Covering(_run.Rows.ColumnCount);
        IndexRange share = ShareOf(_rowCount);
        nint step = HeadStep(output, headSize);
        for (int row = share.Start; row < share.End; row++)
        {
            int column = columns[row];
            CopyHeads(input, output, row);
            _kernels.Rotate(Row(output, row), angles.Cos(column), angles.Sin(column), angles.Half, headCount, step, back);
        }

        GC.KeepAlive(angles);
        Finish(output, "the rotary positions behind the last product before them", null);
    }

    /// <summary>output = input with each head of queries and of keys normed by itself.</summary>
    /// <param name="input">Heads of queries, of keys and of values, side by side or one by one. [rows, ...]</param>
    /// <param name="output">Where they go; may be the input.</param>
    /// <param name="query">The norm of queries.</param>
    /// <param name="headCount">Heads of queries.</param>
    /// <param name="key">The norm of keys.</param>
    /// <param name="keyHeads">Heads of keys.</param>
    /// <param name="epsilon">What the norms add to the mean of the squares.</param>
    public void NormHeads(Slot input, Slot output, in NormWeights query, int headCount, in NormWeights key, int keyHeads, float epsilon)
    {
        int size = query.Width;
        IndexRange share = ShareOf(_rowCount);
        nint step = HeadStep(output, size);
        for (int row = share.Start; row < share.End; row++)
        {
            float* heads = Row(output, row);
            CopyHeads(input, output, row);
            _kernels.Normalize(heads, step, headCount, query, epsilon);
            _kernels.Normalize(heads + (headCount * step), step, keyHeads, key, epsilon);
        }

        Finish(output, "the norms of the heads behind the last product before them", query.Weight);
    }

    /// <summary>result = gradient led back through the norms of heads; adds to the gradients of their weights. The input is used up.</summary>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="input">The input.</param>
    /// <param name="query">The norm of queries.</param>
    /// <param name="trainedQuery">Its parameters.</param>
    /// <param name="headCount">Heads of queries.</param>
    /// <param name="key">The norm of keys.</param>
    /// <param name="trainedKey">Its parameters.</param>
    /// <param name="keyHeads">Heads of keys.</param>
    /// <param name="epsilon">What the norms add to the mean of the squares.</param>
    /// <param name="result">Where the gradient of the input goes; may be the gradient of the output.</param>
    public void HeadNormGradient(
        Slot gradient, Slot input, in NormWeights query, TrainedNorm trainedQuery, int headCount, in NormWeights key, TrainedNorm trainedKey, int keyHeads, float epsilon, Slot result)
    {
        // The gradients of weights read what the outputs had: each lane has its columns of all rows, and goes first.
        int size = query.Width;
        IndexRange share = ShareOf(_rowCount), columns = ColumnsOf(size);
        float* normal = _scratch.Ensure(2 * size), unused = normal + size;
        for (int head = 0; head < headCount + keyHeads; head++)
        {
            float* weightGradient = (head < headCount ? trainedQuery : trainedKey).Parameters.Weight.GradientPointer + columns.Start;
            float* weight = head < headCount ? query.Weight : key.Weight;
            for (int row = 0; columns.Length > 0 && row < _rowCount; row++)
            {
                Copy(Row(input, row) + (head * size), normal, size);
                _gradients.NormGradient(normal, Row(gradient, row) + (head * size), weight, unused, size, epsilon, !query.IsRms);
                _gradients.AddProducts(Row(gradient, row) + (head * size) + columns.Start, normal + columns.Start, weightGradient, columns.Length);
            }
        }

        Synchronize();
        for (int row = share.Start; row < share.End; row++)
        {
            float* x = Row(input, row), y = Row(result, row);
            Copy(Row(gradient, row), y, gradient.Width);
            for (int head = 0; head < headCount + keyHeads; head++, x += size, y += size)
            {
                Copy(y, unused, size);
                _gradients.NormGradient(x, unused, head < headCount ? query.Weight : key.Weight, y, size, epsilon, !query.IsRms);
            }
        }

        Synchronize();
    }

    /// <summary>output = left + right, [rows, width].</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">The other.</param>
    /// <param name="output">Where the sums go; may be either side.</param>
    public void Add(Slot left, Slot right, Slot output)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            _kernels.Add(Row(left, row), Row(right, row), Row(output, row), output.Width);
        }

        Synchronize();
    }

    /// <summary>output = activation(one half of the input) * the other half, [rows, 2 * width] -> [rows, width].</summary>
    /// <param name="input">Both halves side by side.</param>
    /// <param name="output">Where the products go.</param>
    /// <param name="activation">The function.</param>
    /// <param name="second">Whether it is of the second half, and not of the first.</param>
    public void Gate(Slot input, Slot output, Activation activation, bool second = false)
    {
        IndexRange share = ShareOf(_rowCount);
        float* halves = Row(input, share.Start);
        (int active, int other) = Sides(output.Width, second);
        _kernels.Gate(halves + active, halves + other, input.Stride, share.Length, Row(output, share.Start), output.Stride, output.Width, activation);
        Finish(output, "the gate behind the last product before it", null);
    }

    /// <summary>The gradient of the input of a gate, [rows, width] -> [rows, 2 * width].</summary>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="input">The input.</param>
    /// <param name="result">Where the gradient of the input goes.</param>
    /// <param name="activation">The function.</param>
    /// <param name="second">Whether it is of the second half, and not of the first.</param>
    public void GateGradient(Slot gradient, Slot input, Slot result, Activation activation, bool second = false)
    {
        IndexRange share = ShareOf(_rowCount);
        float* x = Row(input, share.Start);
        float* y = Row(result, share.Start);
        (int active, int other) = Sides(gradient.Width, second);
        _gradients.GateGradient(
            x + active, x + other, input.Stride, share.Length, Row(gradient, share.Start), gradient.Stride, y + active, y + other, gradient.Width, activation);

        Synchronize();
    }

    /// <summary>output = norm(words[id]), [rows, width].</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="norm">The embedding LayerNorm.</param>
    /// <param name="epsilon">Its epsilon.</param>
    /// <param name="output">Where the rows go.</param>
    public void Embed(in EmbeddingTable words, in NormWeights norm, float epsilon, Slot output)
    {
        LookUp(words, output);
        IndexRange share = ShareOf(_rowCount);
        _kernels.Normalize(Row(output, share.Start), output.Stride, share.Length, norm, epsilon);
        Finish(output, "the embeddings, after the LayerNorm", norm.Weight);
    }

    /// <summary>output = norm(words[id] + types[type]), [rows, width].</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="types">Embeddings of token types.</param>
    /// <param name="norm">The embedding LayerNorm.</param>
    /// <param name="epsilon">Its epsilon.</param>
    /// <param name="output">Where the rows go.</param>
    public void EmbedWithTypes(in EmbeddingTable words, in EmbeddingTable types, in NormWeights norm, float epsilon, Slot output)
    {
        LookUpWithTypes(words, types, output);
        IndexRange share = ShareOf(_rowCount);
        _kernels.Normalize(Row(output, share.Start), output.Stride, share.Length, norm, epsilon);
        Finish(output, "the sum of the embeddings, after the LayerNorm", norm.Weight);
    }

    /// <summary>value = words[id], [rows, width].</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="value">Where the rows go.</param>
    public void LookUp(in EmbeddingTable words, Slot value)
    {
        ReadOnlySpan<int> ids = _run.Rows.Ids.Slice(_group.FirstRow, _rowCount);
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            if (row + RowsAhead < share.End)
            {
                FetchWord(words, ids[row + RowsAhead]);
            }

            CopyWord(words, ids[row], Row(value, row));
        }

        Synchronize();
    }

    /// <summary>value = words[id] + types[type], [rows, width].</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="types">Embeddings of token types.</param>
    /// <param name="value">Where the rows go.</param>
    public void LookUpWithTypes(in EmbeddingTable words, in EmbeddingTable types, Slot value)
    {
        ReadOnlySpan<int> ids = _run.Rows.Ids.Slice(_group.FirstRow, _rowCount);
        ReadOnlySpan<int> tokenTypes = _run.Rows.Types.Slice(_group.FirstRow, _rowCount);
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            if (row + RowsAhead < share.End)
            {
                FetchWord(words, ids[row + RowsAhead]);
            }

            AddToWord(words, ids[row], types.Row(tokenTypes[row]), Row(value, row));
        }

        Synchronize();
    }

    /// <summary>output = input, for one row of values that are both laid out head by head, or both as rows.</summary>
    private void CopyHeads(Slot input, Slot output, int row)
    {
        float* source = Row(input, row), destination = Row(output, row);
        if (source == destination)
        {
            return;
        }

        ColumnPlanes planes = Planes(output);
        int width = planes.WidthOf(output.Width);
        for (int column = 0; column < output.Width; column += width)
        {
            Copy(source + planes.Offset(column), destination + planes.Offset(column), width);
        }
    }

    /// <summary>Floats from a head of a piece to the next.</summary>
    private nint HeadStep(Slot heads, int headSize) => heads.HeadSize == 0 ? headSize : Planes(heads).Step;

    private static (int Active, int Other) Sides(int width, bool second) => second ? (width, 0) : (0, width);
}
