using System.ComponentModel;
using BertGen.Engine.Kernels.Integer;

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

    /// <summary>A product whose weights are rounded to 8 bits.</summary>
    internal PackedMatrix(IntegerPanels integers, float* bias, int inputs, int outputs)
        : this((float*)integers.Panel(0), bias, inputs, outputs) => Integers = integers;

    /// <summary>Columns in a panel.</summary>
    internal const int PanelWidth = Slot.Alignment;

    /// <summary>Rows of <c>W</c>.</summary>
    public int Inputs { get; }

    /// <summary>Columns of <c>W</c>.</summary>
    public int Outputs { get; }

    /// <summary>Where the weights begin, whatever their type: by this address a trace names them.</summary>
    internal float* Panels { get; }

    /// <summary>The weights where they are rounded to 8 bits; else null, and the panels hold floats.</summary>
    internal IntegerPanels Integers { get; }

    /// <summary>One value per column, zero past the last output.</summary>
    internal float* Bias { get; }

    internal int PanelCount => CountPanels(Outputs);

    /// <summary>The same product with another bias.</summary>
    internal PackedMatrix WithBias(float* bias) => Integers.IsNull ? new(Panels, bias, Inputs, Outputs) : new(Integers, bias, Inputs, Outputs);

    internal float* Panel(int index) => Panels + ((nint)index * Inputs * PanelWidth);

    internal static int CountPanels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    /// <summary>As many columns as whole panels have.</summary>
    internal static int WholePanels(int columns) => CountPanels(columns) * PanelWidth;
}
