using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>How the logits of a masked-language head become a sparse vector, as it was compiled.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SparsePlan
{
    /// <summary>Whether the values of pieces are added, and not the largest taken.</summary>
    public bool IsSum { get; init; }

    /// <summary>Whether the logarithm is taken twice.</summary>
    public bool IsTwice { get; init; }

    /// <summary>The folder of a table with a weight for each token, that makes the vectors of some texts in place of the model; null for none.</summary>
    public string? TableFolder { get; init; }

    /// <summary>The roles of the texts whose vectors the table makes.</summary>
    public IReadOnlyList<EmbedRole> TableRoles { get; init; } = [];

    /// <summary>How many entries of a vector are kept, those of the largest values; null for all.</summary>
    public int? MaxActive { get; init; }
}
