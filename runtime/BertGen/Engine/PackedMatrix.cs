using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>
/// The weights of one product <c>y = x W + b</c>, <c>W</c> being [inputs, outputs], packed in panels of 16 columns:
/// value (k, j) of panel p is <c>W[k, 16 p + j]</c>, k outermost, so that a kernel reads a panel from front to back.
/// Columns past the last output are zero.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PackedMatrix
{
    internal PackedMatrix(float* panels, float* bias, int inputs, int outputs)
    {
        Panels = panels;
        Bias = bias;
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>Columns in a panel.</summary>
    internal const int PanelWidth = Slot.Alignment;

    /// <summary>Rows of <c>W</c>.</summary>
    public int Inputs { get; }

    /// <summary>Columns of <c>W</c>.</summary>
    public int Outputs { get; }

    internal float* Panels { get; }

    /// <summary>One value per column, zero past the last output.</summary>
    internal float* Bias { get; }

    internal int PanelCount => CountPanels(Outputs);

    internal float* Panel(int index) => Panels + ((nint)index * Inputs * PanelWidth);

    internal static int CountPanels(int columns) => (columns + PanelWidth - 1) / PanelWidth;
}
