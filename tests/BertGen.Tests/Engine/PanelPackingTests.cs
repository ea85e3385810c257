using BertGen.Engine;
using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>Where the values of a matrix go: one panel or many, whole or shared with the layer before.</summary>
public sealed unsafe class PanelPackingTests
{
    private const int Width = PackedMatrix.PanelWidth;
    private const float Untouched = -1f;

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(16, 128, 0)]
    [InlineData(5, 130, 13)]
    [InlineData(7, 3, 13)]
    [InlineData(36, 259, 36)]
    [InlineData(200, 31, 48)]
    public void EveryRowBecomesAColumn(int outputs, int inputs, int firstColumn)
    {
        float[] weight = [.. Enumerable.Range(0, outputs * inputs).Select(i => (float)i)];
        using var panels = new AlignedFloats(PackedMatrix.CountPanels(firstColumn + outputs) * Width * inputs);
        using var packedByPanel = new AlignedFloats(panels.Count);
        panels.Span.Fill(Untouched);
        packedByPanel.Span.Fill(Untouched);

        PanelPacking.PackAsColumns(weight, inputs, panels.Pointer, firstColumn);
        for (int panel = 0; panel < PanelPacking.CountPanels(firstColumn, outputs); panel++)
        {
            (int column, int count) = PanelPacking.ColumnsOfPanel(panel, firstColumn, outputs);
            PanelPacking.PackAsColumns(weight.AsSpan((column - firstColumn) * inputs, count * inputs), inputs, packedByPanel.Pointer, column);
        }

        Assert.True(packedByPanel.Span.SequenceEqual(panels.Span));
        for (int i = 0; i < panels.Count; i++)
        {
            int column = (i / (Width * inputs) * Width) + (i % Width);
            int input = i / Width % inputs;
            int output = column - firstColumn;
            bool isWritten = output >= 0 && output < outputs;
            Assert.Equal(isWritten ? weight[(output * inputs) + input] : Untouched, panels[i]);
        }
    }
}
