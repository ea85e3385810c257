using BertGen.Checkpoints;
using BertGen.Engine.Batches;
using BertGen.Engine.Kernels;
using BertGen.Engine.Kernels.Integer;
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
public sealed unsafe partial class EncoderLane
{
    /// <summary>Fewer rows than this for every thread, and a product is divided by columns instead: the weights are then read once, not once a thread.</summary>
    private const int FewestRowsPerShare = 48;

    /// <summary>Rows between an embedding that is fetched and the one that is worked on: they lie anywhere in a large table.</summary>
    private const int RowsAhead = 4;

    private readonly EncoderRun _run;
    private readonly int _index;
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly GradientKernels _gradients = GradientKernels.Best;
    private readonly Workspace _scratch = new();
    private readonly GivenTexts _given = new();
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
        ReadOnlySpan<int> places = _run.Rows.Places.Slice(_group.FirstRow, _rowCount);
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            if (row + RowsAhead < share.End)
            {
                FetchWord(words, ids[row + RowsAhead]);
            }

            float* y = Row(output, row);
            AddToWord(words, ids[row], positions.Row(places[row]), y);
            _kernels.Normalize(y, output.Stride, 1, norm, epsilon);
        }

        Finish(output, "the sum of the embeddings, after the LayerNorm", norm.Weight);
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
            Row(input, rows.Start), input.Stride, rows.Length, weights, ProductPanels(weights), Row(output, rows.Start), output.Stride, activation, Packed, Planes(output));
        Finish(output, "the product with", weights.Panels);
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

        Look(residual, "the sum of the residual and the product with", weights.Panels);
        IndexRange share = ShareOf(_rowCount);
        _kernels.Normalize(Row(residual, share.Start), residual.Stride, share.Length, norm, epsilon);
        Finish(residual, "the LayerNorm", norm.Weight);
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

        WorkOnWanted();
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
                _kernels.Scale(x, weight, SelectedRow(mixed, i), mixed.Width);
            }
            else
            {
                _kernels.AddScaled(x, weight, SelectedRow(mixed, i), mixed.Width);
            }
        }

        _run.Trace?.Look(SelectedRow(mixed, 0), mixed.Stride, _group.WantedCount, mixed.Width, $"the scalar mix, where a layer has the factor {weight}", null);
        Synchronize();
    }

    /// <summary>Writes the rows that the result needs to their places in it, or gives those of a text to the head that makes one vector of them.</summary>
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
                float* rows = SelectedRow(value, first - _group.FirstWanted);
                CheckFinite(rows, value.Stride, end - first, value.Width);
                _run.Result.Store(sequence, rows, value.Stride, new IndexRange(first, end), _given);
            }
        }

        _run.Result.EndRows(_given);
        Synchronize();
    }

    /// <summary>Brings the vector of a word near that will be needed soon.</summary>
    private void FetchWord(in EmbeddingTable words, int id)
    {
        if (words.IsRounded)
        {
            _kernels.Fetch((float*)words.Bytes(id), words.Width / sizeof(float));
        }
        else
        {
            _kernels.Fetch(words.Row(id), words.Width);
        }
    }

    /// <summary>y = words[id]</summary>
    private static void CopyWord(in EmbeddingTable words, int id, float* y)
    {
        if (words.IsRounded)
        {
            EmbeddingRounding.Widen(words.Bytes(id), words.Scale(id), y, words.Width);
        }
        else
        {
            Copy(words.Row(id), y, words.Width);
        }
    }

    /// <summary>y = words[id] + x</summary>
    private void AddToWord(in EmbeddingTable words, int id, float* x, float* y)
    {
        float* word = y;
        if (words.IsRounded)
        {
            CopyWord(words, id, y);
        }
        else
        {
            word = words.Row(id);
        }

        _kernels.Add(word, x, y, words.Width);
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
        WorkOnAll();
    }

    /// <summary>Operations from here on work on the rows that the result needs.</summary>
    private void WorkOnWanted()
    {
        _narrowed = true;
        _rowCount = _group.WantedCount;
    }

    /// <summary>Operations from here on work on all rows of the group.</summary>
    private void WorkOnAll()
    {
        _narrowed = false;
        _rowCount = _group.RowCount;
    }

    private bool DividesRows => _lanes == 1 || _rowCount >= _lanes * FewestRowsPerShare;

    private float* Packed => _scratch.Ensure(KernelSet.PackedFloats);

    /// <summary>A row of a value that has the rows which are worked on now: all of the group, or after narrowing the wanted ones.</summary>
    private float* Row(Slot slot, int row) => Address(slot, row, _narrowed ? _group.FirstWanted : _group.FirstRow);

    /// <summary>A row of a value that has all rows of the group.</summary>
    private float* PieceRow(Slot slot, int row) => Address(slot, row, _group.FirstRow);

    /// <summary>A row of a value that has the wanted rows only.</summary>
    private float* SelectedRow(Slot slot, int row) => Address(slot, row, _group.FirstWanted);

    /// <summary>The workspace begins with the group; what is kept or given, with the batch.</summary>
    private float* Address(Slot slot, int row, int firstRow) => slot.IsKept
        ? _run.Kept + ((nint)slot.Offset * _run.Rows.Count) + ((nint)slot.Stride * (firstRow + row))
        : slot.IsGiven ? _run.GivenRow(firstRow + row)
        : _workspace + ((nint)slot.Offset * _group.RowCount) + ((nint)slot.Stride * row);

    /// <summary>The planes of what lies head by head, which is in the workspace.</summary>
    private ColumnPlanes Planes(Slot slot) => slot.HeadSize == 0 ? default : new ColumnPlanes(slot.HeadSize, (nint)slot.HeadSize * _group.RowCount);

    private int WantedRow(int wanted) => _run.Output.Wanted[_group.FirstWanted + wanted] - _group.FirstRow;

    private IndexRange ShareOf(int rows) => IndexRange.Share(rows, _share, _lanes, unit: 6);

    /// <summary>The rows that this lane multiplies: its share of them, or all.</summary>
    private IndexRange ProductRows => DividesRows ? ShareOf(_rowCount) : new IndexRange(0, _rowCount);

    /// <summary>The panels that it multiplies them with: all, or its share of them.</summary>
    private IndexRange ProductPanels(in PackedMatrix weights) =>
        DividesRows ? new IndexRange(0, weights.PanelCount) : IndexRange.Share(weights.PanelCount, _share, _lanes, unit: 1);

    // Looked at before a head takes them, since the largest of some values may be finite where others are not.
    private void CheckFinite(float* rows, nint stride, int count, int width)
    {
        for (int row = 0; row < count; row++)
        {
            if (FiniteCheck.FindFirst(new ReadOnlySpan<float>(rows + (row * stride), width)) >= 0)
            {
                _run.SeeNonFinite();
            }
        }
    }

    private void Look(Slot value, string operation, float* weights)
    {
        if (_run.Trace is not { } trace)
        {
            return;
        }

        ColumnPlanes planes = Planes(value);
        int width = planes.WidthOf(value.Width);
        for (int column = 0; column < value.Width; column += width)
        {
            trace.Look(Row(value, 0) + planes.Offset(column), value.Stride, _rowCount, width, operation, weights);
        }
    }

    /// <summary>The end of an operation: its result is there when all lanes are through.</summary>
    private void Finish(Slot output, string operation, float* weights)
    {
        Look(output, operation, weights);
        Synchronize();
    }

    private void Synchronize()
    {
        if (_lanes > 1)
        {
            _run.Barrier.Wait();
        }
    }
}
