using System.ComponentModel;
using BertGen.Engine.Kernels;
using BertGen.Engine.Threading;

namespace BertGen.Engine;

/// <content>
/// Operations by themselves, which a compiled class has where the compiler was told to leave a pass out. They need not be fast;
/// what they compute has the bits of the fused ones wherever those add in the same order.
/// </content>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class EncoderLane
{
    private readonly Workspace _zeros = new();

    /// <summary>output = words[id], [rows, width].</summary>
    /// <param name="words">Word embeddings.</param>
    /// <param name="output">Where the rows go.</param>
    public void LookUpIds(in EmbeddingTable words, Slot output) => LookUp(words, _run.Rows.Ids, output);

    /// <summary>output = positions[position], [rows, width].</summary>
    /// <param name="positions">Position embeddings.</param>
    /// <param name="output">Where the rows go.</param>
    public void LookUpPositions(in EmbeddingTable positions, Slot output) => LookUp(positions, _run.Rows.Positions, output);

    /// <summary>output = types[token type], [rows, width].</summary>
    /// <param name="types">Embeddings of token types.</param>
    /// <param name="output">Where the rows go.</param>
    public void LookUpTypes(in EmbeddingTable types, Slot output) => LookUp(types, _run.Rows.Types, output);

    /// <summary>output = positions[type, position], [rows, width].</summary>
    /// <param name="positions">Position embeddings with each token type added.</param>
    /// <param name="output">Where the rows go.</param>
    public void LookUpPlaces(in EmbeddingTable positions, Slot output) => LookUp(positions, _run.Rows.Places, output);

    /// <summary>output = input W, [rows, inputs] -> [rows, outputs].</summary>
    /// <param name="input">The rows.</param>
    /// <param name="weights">W; its bias is left out.</param>
    /// <param name="output">Where the result goes; shares no memory with the input.</param>
    public void Product(Slot input, in PackedMatrix weights, Slot output)
    {
        int columns = weights.PanelCount * PackedMatrix.PanelWidth;
        float* zeros = _zeros.Ensure(columns);
        new Span<float>(zeros, columns).Clear();
        Linear(input, weights.WithBias(zeros), output);
    }

    /// <summary>output = value + b, [rows, outputs].</summary>
    /// <param name="value">The rows.</param>
    /// <param name="weights">Has b.</param>
    /// <param name="output">Where the result goes; may be the value itself.</param>
    public void AddBias(Slot value, in PackedMatrix weights, Slot output)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            _kernels.Add(Row(value, row), weights.Bias, Row(output, row), output.Width);
        }

        Finish(output, "the bias of the product with", weights.Panels);
    }

    /// <summary>Copies a value to some of the columns of another, [rows, width].</summary>
    /// <param name="part">The value.</param>
    /// <param name="whole">Where it goes.</param>
    /// <param name="column">The first of the columns.</param>
    public void Join(Slot part, Slot whole, int column)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            Copy(Row(part, row), Row(whole, row) + column, part.Width);
        }

        Synchronize();
    }

    /// <summary>mixed += weight * layer, [rows, width]: like <see cref="Mix"/>, but for all rows.</summary>
    /// <param name="layer">A layer's output.</param>
    /// <param name="mixed">The sum.</param>
    /// <param name="weight">Factor of the layer.</param>
    /// <param name="first">True begins the sum: mixed = weight * layer.</param>
    public void MixAll(Slot layer, Slot mixed, float weight, bool first = false)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            if (first)
            {
                _kernels.Scale(Row(layer, row), weight, Row(mixed, row), mixed.Width);
            }
            else
            {
                _kernels.AddScaled(Row(layer, row), weight, Row(mixed, row), mixed.Width);
            }
        }

        Finish(mixed, "the scalar mix", null);
    }

    /// <summary>layer += weight * mixed, [rows, width]: like <see cref="MixGradient"/>, but for all rows.</summary>
    /// <param name="mixed">Gradient of the mix.</param>
    /// <param name="weight">Factor of the layer.</param>
    /// <param name="layer">Gradient of the layer's output.</param>
    /// <param name="first">True begins it: layer = weight * mixed.</param>
    public void MixGradientAll(Slot mixed, float weight, Slot layer, bool first = false) => MixAll(mixed, layer, weight, first);

    /// <summary>Adds to the gradient of a layer's factor in a learned mix the sum of mixed * layer over all rows.</summary>
    /// <param name="mixed">Gradient of the mix, [rows, width].</param>
    /// <param name="output">The layer's output, [rows, width].</param>
    /// <param name="layer">Number of the layer, from 0.</param>
    public void MixWeightGradientAll(Slot mixed, Slot output, int layer)
    {
        // One lane for one layer: the sum runs in the order of the rows.
        if (layer % _lanes == _share)
        {
            double sum = 0;
            for (int row = 0; row < _rowCount; row++)
            {
                sum += _gradients.Dot(Row(mixed, row), Row(output, row), mixed.Width);
            }

            _run.MixFactorGradients[layer] += sum;
        }
    }

    private void LookUp(in EmbeddingTable table, ReadOnlySpan<int> indices, Slot output)
    {
        IndexRange share = ShareOf(_rowCount);
        for (int row = share.Start; row < share.End; row++)
        {
            CopyWord(table, indices[_group.FirstRow + row], Row(output, row));
        }

        Finish(output, "an embedding", null);
    }
}
