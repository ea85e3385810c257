namespace BertGen.Generator;

/// <summary>How weights lie in memory after they were loaded.</summary>
public enum PackedKind
{
    /// <summary>A table of vectors.</summary>
    Table,

    /// <summary>The right side of a product, with its bias.</summary>
    Product,

    /// <summary>Weight and bias of a norm.</summary>
    Norm,

    /// <summary>What is added to scores for the distance of two pieces, a row for each head.</summary>
    Distances,
}

/// <summary>Weights of a compiled class that lie together in memory after they were loaded.</summary>
/// <param name="Kind">How they lie there.</param>
/// <param name="Name">Names of their tensors in the state dict.</param>
/// <param name="Rows">Vectors of a table; inputs of a product; 1 for a norm; heads that have distances.</param>
/// <param name="Columns">Width of a table or norm; outputs of a product; most pieces of a text for distances.</param>
/// <param name="IsRounded">Whether they are rounded to 8 bits.</param>
public sealed record PackedWeight(PackedKind Kind, string Name, int Rows, int Columns, bool IsRounded);
