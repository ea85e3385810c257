using BertGen.Engine.Kernels;
using BertGen.Training;

namespace BertGen.Engine;

/// <content>
/// The backward operations. All lanes share every group. Sums over rows run in the order of the batch, each value of them on one
/// lane, so a gradient has the same bits on any number of threads.
/// </content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>The gradient of the result, [wanted rows, width]; operations from here on work on the wanted rows.</summary>
    /// <param name="gradient">Where the rows go.</param>
    public void LoadGradient(Slot gradient)
    {
        WorkOnWanted();
        IndexRange share = ShareOf(_rowCount);
        for (int i = share.Start; i < share.End; i++)
        {
            _run.LoadGradient(_kernels, _group.FirstWanted + i, Row(gradient, i));
        }

        Synchronize();
    }

    /// <summary>
    /// result = gradient of the input of a LayerNorm, [rows, width]; adds to the gradients of its weights. The input is used up.
    /// </summary>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="input">The input.</param>
    /// <param name="norm">The LayerNorm.</param>
    /// <param name="epsilon">Its epsilon.</param>
    /// <param name="trained">Its parameters.</param>
    /// <param name="result">Where the gradient of the input goes; shares no memory with the others.</param>
    public void NormGradient(Slot gradient, Slot input, in NormWeights norm, float epsilon, TrainedNorm trained, Slot result)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            _gradients.NormGradient(Row(input, row), Row(gradient, row), norm.Weight, Row(result, row), gradient.Width, epsilon, !norm.IsRms);
        }

        Synchronize();
        IndexRange columns = ColumnsOf(gradient.Width);
        float* weightGradient = trained.Parameters.Weight.GradientPointer + columns.Start;
        float* biasGradient = trained.Parameters.Bias is { } bias ? bias.GradientPointer + columns.Start : null;
        for (int row = 0; row < _rowCount; row++)
        {
            float* y = Row(gradient, row) + columns.Start;
            _gradients.AddProducts(y, Row(input, row) + columns.Start, weightGradient, columns.Length);
            if (biasGradient is not null)
            {
                _kernels.Add(biasGradient, y, biasGradient, columns.Length);
            }
        }

        Synchronize();
    }

    /// <summary>Adds to the gradients of the weights of y = x W + b: x^T dy, and the sum of the rows of dy.</summary>
    /// <param name="input">x, [rows, inputs].</param>
    /// <param name="gradient">dy, [rows, outputs].</param>
    /// <param name="trained">W and b.</param>
    public void WeightGradient(Slot input, Slot gradient, TrainedLinear trained)
    {
        IndexRange outputs = IndexRange.Share(trained.Outputs, _share, _lanes, unit: _kernels.TileRows);
        var parts = new ProductParts(_rowCount);
        int panels = PackedMatrix.CountPanels(trained.Inputs);
        nint partFloats = (nint)ProductParts.MaxLength * panels * PackedMatrix.PanelWidth;
        for (int part = 0; part < parts.Count; part++)
        {
            // All lanes lay a part of x out for all of them, in one of two places: the other one is in use until the next barrier.
            IndexRange rows = parts[part];
            float* packed = _run.PackedInputs + ((part & 1) * partFloats);
            PackInputs(input, rows, IndexRange.Share(panels, _share, _lanes, unit: 1), packed);
            Synchronize();
            var x = new PackedMatrix(packed, null, rows.Length, trained.Inputs);
            int first = 0;
            foreach (LinearParameters layer in trained.Layers)
            {
                int start = Math.Max(outputs.Start, first), end = Math.Min(outputs.End, first + layer.Weight.Shape[0]);
                AddWeightGradient(Row(gradient, rows.Start) + start, gradient.Stride, end - start, x, layer, start - first);
                first += layer.Weight.Shape[0];
            }
        }

        Synchronize();
    }

    /// <summary>result = gradient W^T, the gradient of the input of y = x W + b, [rows, outputs] -> [rows, inputs].</summary>
    /// <param name="gradient">Gradient of the output.</param>
    /// <param name="trained">W.</param>
    /// <param name="result">Where the gradient of the input goes.</param>
    /// <param name="add">True adds it to what is there.</param>
    public void InputGradient(Slot gradient, TrainedLinear trained, Slot result, bool add = false)
    {
        PackedMatrix weights = trained.Transposed;
        if (!add)
        {
            Linear(gradient, weights, result);
            return;
        }

        IndexRange rows = ProductRows;
        _kernels.ProductAddResidual(
            Row(gradient, rows.Start), gradient.Stride, rows.Length, weights, ProductPanels(weights), Row(result, rows.Start), result.Stride, Packed);
        Synchronize();
    }

    /// <summary>gradient = gradient * activation'(input), [rows, width], in place.</summary>
    /// <param name="gradient">Gradient of the output, and then of the input.</param>
    /// <param name="input">The input.</param>
    /// <param name="activation">The function.</param>
    public void ActivationGradient(Slot gradient, Slot input, Activation activation)
    {
        IndexRange share = ShareOf(_rowCount);
        _gradients.ActivationGradient(Row(input, share.Start), Row(gradient, share.Start), input.Stride, share.Length, activation);
        Synchronize();
    }

    /// <summary>Spreads the rows of a gradient over all rows of the group, zero where nothing was wanted: the reverse of narrowing. Operations from here on work on all rows.</summary>
    /// <param name="gradient">[wanted rows, width] -> [rows, width], in place.</param>
    public void Widen(Slot gradient)
    {
        if (_share == 0 && _group.WantedCount < _group.RowCount)
        {
            // From the back: a row moves to a place whose own row has moved.
            int wanted = _group.WantedCount - 1;
            for (int row = _group.RowCount - 1; row >= 0; row--)
            {
                float* target = PieceRow(gradient, row);
                if (wanted >= 0 && WantedRow(wanted) == row)
                {
                    Copy(SelectedRow(gradient, wanted--), target, gradient.Width);
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

    /// <summary>layer += weight * mixed for the wanted rows: the gradient of a layer's part in the mix.</summary>
    /// <param name="mixed">Gradient of the mix, [wanted rows, width].</param>
    /// <param name="weight">Factor of the layer.</param>
    /// <param name="layer">Gradient of the layer's output, [rows, width].</param>
    /// <param name="first">True begins it: layer = weight * mixed.</param>
    public void MixGradient(Slot mixed, float weight, Slot layer, bool first = false)
    {
        IndexRange share = ShareOf(_group.WantedCount);
        for (int i = share.Start; i < share.End; i++)
        {
            float* target = Row(layer, _narrowed ? i : WantedRow(i));
            if (first)
            {
                _kernels.Scale(SelectedRow(mixed, i), weight, target, mixed.Width);
            }
            else
            {
                _kernels.AddScaled(SelectedRow(mixed, i), weight, target, mixed.Width);
            }
        }

        Synchronize();
    }

    /// <summary>Adds to the gradient of a layer's factor in a learned mix: the sum of mixed * layer.</summary>
    /// <param name="mixed">Gradient of the mix, [wanted rows, width].</param>
    /// <param name="output">The layer's output.</param>
    /// <param name="layer">Number of the layer, from 0.</param>
    /// <param name="narrow">Whether the output has the wanted rows only.</param>
    public void MixWeightGradient(Slot mixed, Slot output, int layer, bool narrow = false)
    {
        // One lane for one layer: the sum runs in the order of the rows.
        if (layer % _lanes == _share)
        {
            double sum = 0;
            for (int i = 0; i < _group.WantedCount; i++)
            {
                float* y = narrow ? SelectedRow(output, i) : PieceRow(output, WantedRow(i));
                sum += _gradients.Dot(SelectedRow(mixed, i), y, mixed.Width);
            }

            _run.MixFactorGradients[layer] += sum;
        }
    }

    /// <summary>value = words[id] + positions[type, position], [rows, width]: what the embedding LayerNorm was given.</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="positions">Position embeddings with each token type added.</param>
    /// <param name="value">Where the rows go.</param>
    public void LookUp(in EmbeddingTable words, in EmbeddingTable positions, Slot value)
    {
        ReadOnlySpan<int> ids = _run.Rows.Ids.Slice(_group.FirstRow, _rowCount);
        ReadOnlySpan<int> places = _run.Rows.Places.Slice(_group.FirstRow, _rowCount);
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            _kernels.Add(words.Row(ids[row]), positions.Row(places[row]), Row(value, row), value.Width);
        }

        Synchronize();
    }

    /// <summary>Adds the gradient of every row to the rows of the tables that it is the sum of.</summary>
    /// <param name="gradient">[rows, width]</param>
    /// <param name="trained">The tables.</param>
    public void LookUpGradient(Slot gradient, TrainedEmbeddings trained)
    {
        // Rows may name one word many times, so lanes divide the columns.
        IndexRange columns = ColumnsOf(gradient.Width);
        ReadOnlySpan<int> ids = _run.Rows.Ids.Slice(_group.FirstRow, _rowCount);
        ReadOnlySpan<int> positions = _run.Rows.Positions.Slice(_group.FirstRow, _rowCount);
        ReadOnlySpan<int> tokenTypes = _run.Rows.Types.Slice(_group.FirstRow, _rowCount);
        for (int row = 0; row < _rowCount; row++)
        {
            float* y = Row(gradient, row) + columns.Start;
            if (ids[row] != _run.PaddingId)
            {
                AddTo(trained.WordParameter, ids[row]);
            }

            if (trained.PositionParameter is { } table && positions[row] != _run.PositionPaddingId)
            {
                AddTo(table, positions[row]);
            }

            if (trained.TypeParameter is { } types)
            {
                AddTo(types, tokenTypes[row]);
            }

            void AddTo(Parameter table, int index)
            {
                float* target = table.GradientPointer + ((nint)index * trained.Width) + columns.Start;
                _kernels.Add(target, y, target, columns.Length);
            }
        }

        Synchronize();
    }

    private IndexRange ColumnsOf(int width) => IndexRange.Share(width, _share, _lanes, unit: PackedMatrix.PanelWidth);

    private void PackInputs(Slot input, IndexRange rows, IndexRange panels, float* packed)
    {
        int firstColumn = panels.Start * PackedMatrix.PanelWidth;
        int columns = Math.Min(input.Width, panels.End * PackedMatrix.PanelWidth) - firstColumn;
        if (columns > 0)
        {
            float* target = packed + ((nint)panels.Start * rows.Length * PackedMatrix.PanelWidth);
            PanelPacking.PackAsRows(Row(input, rows.Start) + firstColumn, input.Stride, rows.Length, columns, target, rows.Length, firstRow: 0);
        }
    }

    /// <summary>Adds the gradient of some outputs of a layer, from a part of the rows.</summary>
    private void AddWeightGradient(float* gradient, nint stride, int outputs, PackedMatrix x, LinearParameters layer, int firstOutput)
    {
        if (outputs <= 0)
        {
            return;
        }

        if (layer.Bias is { } trained)
        {
            float* bias = trained.GradientPointer + firstOutput;
            for (int row = 0; row < x.Inputs; row++)
            {
                _kernels.Add(bias, gradient + (row * stride), bias, outputs);
            }
        }

        int padded = x.PanelCount * PackedMatrix.PanelWidth;
        bool isWhole = padded == x.Outputs;
        float* scratch = _scratch.Ensure(KernelSet.PackedFloats + (isWhole ? 0 : (nint)KernelSet.BlockRows * padded));
        for (int start = 0; start < outputs; start += KernelSet.BlockRows)
        {
            int height = Math.Min(KernelSet.BlockRows, outputs - start);
            RowPacking.PackColumns(gradient + start, stride, height, x.Inputs, scratch, _kernels.TileRows);
            float* target = layer.Weight.GradientPointer + ((nint)(firstOutput + start) * x.Outputs);
            if (isWhole)
            {
                _kernels.AddProduct(scratch, height, x, target, x.Outputs);
                continue;
            }

            // The kernel writes whole panels, and rows of a gradient follow each other without a gap.
            float* sums = scratch + KernelSet.PackedFloats;
            new Span<float>(sums, height * padded).Clear();
            _kernels.AddProduct(scratch, height, x, sums, padded);
            for (int row = 0; row < height; row++)
            {
                float* values = target + ((nint)row * x.Outputs);
                _kernels.Add(values, sums + ((nint)row * padded), values, x.Outputs);
            }
        }
    }
}
