namespace BertGen.Generator.Planning;

/// <summary>What the rows of a value stand for. How many there are is known only at run time; all else is static.</summary>
internal enum RowSpace
{
    /// <summary>One row for every piece of the batch, padding left out.</summary>
    Pieces,

    /// <summary>One row for every piece that the result needs: those that offsets name, or that pooling reads.</summary>
    Selected,

    /// <summary>One row for every sequence.</summary>
    Sequences,

    /// <summary>One row for every distance between two pieces of a sequence: it is known when weights are loaded, and lies with them.</summary>
    Distances,

    /// <summary>No rows: a sum over rows that goes to the gradients of weights.</summary>
    None,
}
