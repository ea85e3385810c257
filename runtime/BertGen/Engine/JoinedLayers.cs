using BertGen.Checkpoints;

namespace BertGen.Engine;

/// <summary>Linear layers with one input, side by side as one product.</summary>
internal sealed class JoinedLayers
{
    /// <param name="specs">The tensors of the class, by name.</param>
    /// <param name="names">Names of the layers, without <c>.weight</c>.</param>
    public JoinedLayers(IReadOnlyDictionary<string, WeightSpec> specs, ReadOnlySpan<string> names)
    {
        var layers = new (string, int, int)[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            int count = specs[names[i] + ".weight"].Rows;
            layers[i] = (names[i], Outputs, count);
            Outputs += count;
        }

        Layers = layers;
        Inputs = specs[names[0] + ".weight"].Columns;
        Name = string.Join('+', names!);
    }

    /// <summary>Each layer with the column of the product that its outputs begin at, and their number.</summary>
    public IReadOnlyList<(string Name, int Column, int Count)> Layers { get; }

    /// <summary>The names of all layers.</summary>
    public string Name { get; }

    public int Inputs { get; }

    /// <summary>Outputs of all layers.</summary>
    public int Outputs { get; }

    public int PanelCount => PackedMatrix.CountPanels(Outputs);
}
