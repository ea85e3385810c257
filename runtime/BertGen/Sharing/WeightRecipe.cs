namespace BertGen.Sharing;

/// <summary>What a block of packed weights is made of, and how: two blocks of one recipe and one file are the same values.</summary>
/// <param name="Tensors">The tensors, and what is done to them.</param>
/// <param name="Layout">How the values lie in memory.</param>
/// <param name="Count">Size of the block, in floats; bytes fill the last one up.</param>
internal readonly record struct WeightRecipe(string Tensors, WeightLayout Layout, nint Count)
{
    /// <summary>The type of a value.</summary>
    public WeightType Type { get; init; } = WeightType.Float32;

    /// <summary>A block of weights that are rounded to 8 bits, with their scales.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="layout">How the values lie in memory.</param>
    /// <param name="bytes">Bytes of all.</param>
    public static WeightRecipe Rounded(string tensors, WeightLayout layout, nint bytes) =>
        new(tensors, layout, (bytes + sizeof(float) - 1) / sizeof(float)) { Type = WeightType.Int8 };

    /// <inheritdoc/>
    public override string ToString() => Tensors;
}

/// <summary>How the values of a block lie in memory.</summary>
internal enum WeightLayout
{
    /// <summary>As in the checkpoint, row after row.</summary>
    Rows,

    /// <summary>The right side of a product, in panels of columns.</summary>
    Panels,

    /// <summary>One value for every column of a product, with zeros up to whole panels.</summary>
    Columns,

    /// <summary>Every position with every token type added.</summary>
    PositionsByType,

    /// <summary>A value for every distance between two pieces, head by head.</summary>
    Distances,
}

/// <summary>The types of packed values.</summary>
internal enum WeightType
{
    Float32,

    /// <summary>Rounded to 8 bits, with scales.</summary>
    Int8,
}
