using System.ComponentModel;
using BertGen.Engine.Kernels;
using BertGen.Training;

namespace BertGen.Engine;

/// <summary>
/// One product whose weights are trained: packed for the forward pass, <c>y = x W</c>, and for the gradient of its input,
/// <c>dx = dy W^T</c>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class TrainedLinear : ITrainedWeights
{
    private readonly LinearParameters[] _layers;
    private readonly PackedMatrix _packed;
    private readonly PinnedFloats _transposedPanels;
    private readonly PinnedFloats _noBias;

    internal TrainedLinear(in PackedMatrix packed, LinearParameters[] layers)
    {
        _packed = packed;
        _layers = layers;
        int columns = PackedMatrix.CountPanels(packed.Inputs) * PackedMatrix.PanelWidth;
        _transposedPanels = new PinnedFloats(checked(columns * packed.Outputs));
        _noBias = new PinnedFloats(columns);
        Transposed = new PackedMatrix(_transposedPanels.Pointer, _noBias.Pointer, packed.Outputs, packed.Inputs);
        PackTransposed();
    }

    /// <summary>Rows of W.</summary>
    public int Inputs => _packed.Inputs;

    /// <summary>Columns of W.</summary>
    public int Outputs => _packed.Outputs;

    /// <inheritdoc/>
    long ITrainedWeights.Version
    {
        get
        {
            long version = 0;
            foreach (LinearParameters layer in _layers)
            {
                version += layer.Weight.Version + (layer.Bias?.Version ?? 0);
            }

            return version;
        }
    }

    /// <summary>The linear layers that are one product, side by side.</summary>
    internal ReadOnlySpan<LinearParameters> Layers => _layers;

    /// <summary>The transposed matrix; its bias is zero.</summary>
    internal PackedMatrix Transposed { get; }

    /// <inheritdoc/>
    void ITrainedWeights.Refresh()
    {
        int column = 0;
        foreach (LinearParameters layer in _layers)
        {
            PanelPacking.PackAsColumns(layer.Weight.Current, Inputs, _packed.Panels, column);
            layer.Bias?.Current.CopyTo(new Span<float>(_packed.Bias + column, layer.Bias.Count));
            column += layer.Weight.Shape[0];
        }

        PackTransposed();
    }

    /// <summary>W^T is the layers' own matrices one below the other, so its panels are runs of their rows.</summary>
    private void PackTransposed()
    {
        int firstRow = 0;
        foreach (LinearParameters layer in _layers)
        {
            PanelPacking.PackAsRows(layer.Weight.ValuePointer, Inputs, layer.Weight.Shape[0], Inputs, Transposed.Panels, Outputs, firstRow);
            firstRow += layer.Weight.Shape[0];
        }
    }
}
