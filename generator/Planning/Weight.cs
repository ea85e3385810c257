using BertGen.Generator.Common;

namespace BertGen.Generator.Planning;

/// <summary>How the runtime lays a tensor out after it was read.</summary>
internal enum WeightLayout
{
    /// <summary>Rows that are looked up by an index.</summary>
    Table,

    /// <summary>Rows added to those of another table before anything is looked up.</summary>
    FoldedTable,

    /// <summary>The right side of a product.</summary>
    Panels,

    /// <summary>A vector, or a single number.</summary>
    Vector,
}

/// <summary>One tensor of the checkpoint.</summary>
/// <param name="LocalName">Its name in the layer, or in the state dict outside the layers; without prefix.</param>
/// <param name="Rows">First dimension, the outputs of a product.</param>
/// <param name="Columns">Second dimension; 0 for a vector.</param>
/// <param name="Layout">How it is laid out in memory.</param>
/// <param name="IsOptional">True when a checkpoint may lack it.</param>
internal sealed record Weight(string LocalName, int Rows, int Columns, WeightLayout Layout, bool IsOptional = false)
{
    /// <summary>What stands before its name in the state dict: that of its layer, or nothing.</summary>
    public string Path { get; init; } = "";

    /// <summary>State-dict name without prefix.</summary>
    public string Name => Path + LocalName;

    /// <summary>Whether it is a head's tensor, which stands beside the encoder: nothing is put before its name.</summary>
    public bool IsHead { get; init; }

    /// <summary>The tensor that takes its place in a checkpoint that has it not: another name of the same values.</summary>
    public StandIn? StandIn { get; init; }

    public long Count => Columns == 0 ? Rows : (long)Rows * Columns;

    public string Shape => Columns == 0
        ? $"[{NumberText.Plain(Rows)}]"
        : $"[{NumberText.Plain(Rows)}, {NumberText.Plain(Columns)}]";

    public static Weight Vector(string name, int length, bool isOptional = false) => new(name, length, 0, WeightLayout.Vector, isOptional);
}
