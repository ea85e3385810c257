using BertGen.Engine.Batches;
using BertGen.Engine.Kernels;
using BertGen.Engine.Threading;

namespace BertGen.Engine;

/// <summary>
/// One thread's view of a group of pieces: the operations that a compiled class calls, in the order of its plan. All
/// threads of a call make the same calls; where several of them share a group, each computes its part, and an operation
/// ends when all parts are there.
/// </summary>
/// <remarks>
/// Rows are the pieces of the group without padding. Every row is computed in the same order of operations whatever stands
/// beside it, so a text has the same result, to the bit, in any batch and on any number of threads.
/// </remarks>
public sealed unsafe class EncoderLane
{
    /// <summary>Fewer rows than this for every thread, and a product is divided by columns instead: the weights are then read once, not once a thread.</summary>
    private const int FewestRowsPerShare = 48;

    /// <summary>Rows between an embedding that is fetched and the one that is worked on: they lie anywhere in a large table.</summary>
    private const int RowsAhead = 4;

    private readonly EncoderRun _run;
    private readonly int _index;
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly Workspace _scratch = new();
    private RowGroup _group;
    private float* _workspace;
    private int _lanes;
    private int _share;
    private int _rowCount;
    private bool _narrowed;

    internal EncoderLane(EncoderRun run, int index)
    {
        _run = run;
        _index = index;
    }

    /// <summary>The factor of a layer in a learned mix: <c>gamma * softmax(weights)[layer]</c>.</summary>
    /// <param name="layer">Number of the layer, from 0.</param>
    public float MixWeight(int layer) => _run.MixFactors[layer];

    /// <summary>output = norm(words[id] + positions[type, position]), [rows, width].</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="positions">Position embeddings with each token type added.</param>
    /// <param name="norm">The embedding LayerNorm.</param>
    /// <param name="epsilon">Its epsilon.</param>
    /// <param name="output">Where the rows go.</param>
    public void Embed(in EmbeddingTable words, in EmbeddingTable positions, in NormWeights norm, float epsilon, Slot output)
    {
        ReadOnlySpan<int> ids = _run.Rows.Ids.Slice(_group.FirstRow, _rowCount);
        ReadOnlySpan<int> places = _run.Rows.Positions.Slice(_group.FirstRow, _rowCount);
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            if (row + RowsAhead < share.End)
            {
                _kernels.Fetch(words.Row(ids[row + RowsAhead]), output.Width);
            }

            float* y = Row(output, row);
            _kernels.Add(words.Row(ids[row]), positions.Row(places[row]), y, output.Width);
            _kernels.Normalize(y, output.Stride, 1, norm, epsilon);
        }

        Synchronize();
    }

    /// <summary>output = activation(input W + b), [rows, inputs] -> [rows, outputs].</summary>
    /// <param name="input">The rows.</param>
    /// <param name="weights">W and b.</param>
    /// <param name="output">Where the result goes; shares no memory with the input.</param>
    /// <param name="activation">Applied to every value.</param>
    public void Linear(Slot input, in PackedMatrix weights, Slot output, Activation activation = Activation.None)
    {
        IndexRange rows = ProductRows;
        _kernels.Product(
            Row(input, rows.Start), input.Stride, rows.Length, weights, ProductPanels(weights), Row(output, rows.Start), output.Stride, activation, Packed);
        Synchronize();
    }

    /// <summary>residual = norm(residual + (input W + b)), [rows, inputs] -> [rows, outputs], in place.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="weights">W and b.</param>
    /// <param name="residual">What is added to, normalised and overwritten; shares no memory with the input.</param>
    /// <param name="norm">The LayerNorm.</param>
    /// <param name="epsilon">Its epsilon.</param>
    public void LinearAddNorm(Slot input, in PackedMatrix weights, Slot residual, in NormWeights norm, float epsilon)
    {
        IndexRange rows = ProductRows;
        _kernels.ProductAddResidual(
            Row(input, rows.Start), input.Stride, rows.Length, weights, ProductPanels(weights), Row(residual, rows.Start), residual.Stride, Packed);
        if (!DividesRows)
        {
            Synchronize();
        }

        IndexRange share = ShareOf(_rowCount);
        _kernels.Normalize(Row(residual, share.Start), residual.Stride, share.Length, norm, epsilon);
        Synchronize();
    }

    /// <summary>
    /// Attention of every piece to the pieces of its own sequence: softmax(Q K^T / sqrt(head size)) V, head by head.
    /// After <see cref="Narrow"/>, of the wanted pieces to all pieces of their sequences.
    /// </summary>
    /// <param name="queryKeyValue">Queries, keys and values side by side, [rows before narrowing, 3 * heads * head size].</param>
    /// <param name="context">Result, [rows, heads * head size].</param>
    /// <param name="headCount">Number of heads.</param>
    /// <param name="headSize">Values in a head.</param>
    public void Attention(Slot queryKeyValue, Slot context, int headCount, int headSize)
    {
        int hiddenSize = headCount * headSize;
        float* scratch = _scratch.Ensure(new AttentionScratch(_run.Rows.LongestSequence, headSize).Floats);
        int task = 0;
        for (int sequence = _group.FirstSequence; sequence < _group.EndSequence; sequence++)
        {
            int start = _run.Rows.SequenceStart(sequence);
            int end = _run.Rows.SequenceEnd(sequence);
            int firstWanted = _narrowed ? _run.Output.WantedBefore(start) : start;
            int wantedCount = _narrowed ? _run.Output.WantedBefore(end) - firstWanted : end - start;
            if (wantedCount == 0)
            {
                continue;
            }

            int firstResult = firstWanted - (_narrowed ? _group.FirstWanted : _group.FirstRow);
            for (int head = 0; head < headCount; head++)
            {
                // Heads are dealt out to the lanes in turn.
                if (task++ % _lanes != _share)
                {
                    continue;
                }

                float* queries = Row(queryKeyValue, start - _group.FirstRow) + (head * headSize);
                _kernels.Attend(
                    new AttentionHead
                    {
                        Queries = queries,
                        Keys = queries + hiddenSize,
                        Values = queries + (2 * hiddenSize),
                        Stride = queryKeyValue.Stride,
                        Length = end - start,
                        HeadSize = headSize,
                        FirstPiece = start,
                        Wanted = _narrowed ? _run.Output.Wanted.Slice(firstWanted, wantedCount) : default,
                        WantedCount = wantedCount,
                        Context = Row(context, firstResult) + (head * headSize),
                        ContextStride = context.Stride,
                    },
                    scratch);
            }
        }

        Synchronize();
    }

    /// <summary>
    /// Leaves of a value only the rows that the result needs. Operations from here on work on those rows;
    /// <see cref="Attention"/> still sees the keys and values of all.
    /// </summary>
    /// <param name="value">The value to narrow, [rows, width] -> [wanted rows, width].</param>
    public void Narrow(Slot value)
    {
        if (_share == 0 && _group.WantedCount < _rowCount)
        {
            // Wanted rows rise, so none is overwritten before it has moved.
            for (int i = 0; i < _group.WantedCount; i++)
            {
                new ReadOnlySpan<float>(Row(value, WantedRow(i)), value.Width).CopyTo(new Span<float>(Row(value, i), value.Width));
            }
        }

        _narrowed = true;
        _rowCount = _group.WantedCount;
        Synchronize();
    }

    /// <summary>mixed += weight * layer, for the rows that the result needs.</summary>
    /// <param name="layer">A layer's output, [rows, width].</param>
    /// <param name="mixed">The sum, [wanted rows, width].</param>
    /// <param name="weight">Factor of the layer.</param>
    /// <param name="first">True begins the sum: mixed = weight * layer.</param>
    public void Mix(Slot layer, Slot mixed, float weight, bool first = false)
    {
        IndexRange share = ShareOf(_group.WantedCount);
        for (int i = share.Start; i < share.End; i++)
        {
            float* x = Row(layer, _narrowed ? i : WantedRow(i));
            if (first)
            {
                _kernels.Scale(x, weight, Row(mixed, i), mixed.Width);
            }
            else
            {
                _kernels.AddScaled(x, weight, Row(mixed, i), mixed.Width);
            }
        }

        Synchronize();
    }

    /// <summary>Writes the rows that the result needs to their places in it, or pools them.</summary>
    /// <param name="value">The narrowed value or the mix, [wanted rows, width].</param>
    public void Store(Slot value)
    {
        IndexRange share = IndexRange.Share(_group.EndSequence - _group.FirstSequence, _share, _lanes, unit: 1);
        for (int i = share.Start; i < share.End; i++)
        {
            int sequence = _group.FirstSequence + i;
            int first = _run.Output.WantedBefore(_run.Rows.SequenceStart(sequence));
            int end = _run.Output.WantedBefore(_run.Rows.SequenceEnd(sequence));
            if (end > first)
            {
                _run.Result.Store(_kernels, sequence, Row(value, first - _group.FirstWanted), value.Stride, new IndexRange(first, end));
            }
        }

        Synchronize();
    }

    /// <summary>Points the lane at a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="lanes">Lanes that share it.</param>
    /// <param name="workspace">Memory for all values of the group.</param>
    internal void Enter(RowGroup group, int lanes, float* workspace)
    {
        _group = group;
        _lanes = lanes;
        _share = _index % lanes;
        _workspace = workspace;
        _rowCount = group.RowCount;
        _narrowed = false;
    }

    private bool DividesRows => _lanes == 1 || _rowCount >= _lanes * FewestRowsPerShare;

    private float* Packed => _scratch.Ensure(KernelSet.PackedFloats);

    private float* Row(Slot slot, int row) => _workspace + ((nint)slot.Offset * _group.RowCount) + ((nint)slot.Stride * row);

    private int WantedRow(int wanted) => _run.Output.Wanted[_group.FirstWanted + wanted] - _group.FirstRow;

    private IndexRange ShareOf(int rows) => IndexRange.Share(rows, _share, _lanes, unit: 6);

    /// <summary>The rows that this lane multiplies: its share of them, or all.</summary>
    private IndexRange ProductRows => DividesRows ? ShareOf(_rowCount) : new IndexRange(0, _rowCount);

    /// <summary>The panels that it multiplies them with: all, or its share of them.</summary>
    private IndexRange ProductPanels(in PackedMatrix weights) =>
        DividesRows ? new IndexRange(0, weights.PanelCount) : IndexRange.Share(weights.PanelCount, _share, _lanes, unit: 1);

    private void Synchronize()
    {
        if (_lanes > 1)
        {
            _run.Barrier.Wait();
        }
    }
}
