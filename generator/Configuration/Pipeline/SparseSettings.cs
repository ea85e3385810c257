using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>How sparse vectors are made of the logits of a masked-language head.</summary>
internal sealed record SparseSettings
{
    /// <summary>Whether the values of pieces are added, and not the largest taken.</summary>
    public bool IsSum { get; init; }

    /// <summary>Whether the logarithm is taken twice.</summary>
    public bool IsTwice { get; init; }

    /// <summary>The folder of a table that makes the vectors of some texts in place of the model; null for none.</summary>
    public string? TableFolder { get; init; }

    /// <summary>The roles of the texts whose vectors the table makes: names of <c>EmbedRole</c> of the runtime.</summary>
    public EquatableArray<string> TableRoles { get; init; } = [];

    /// <summary>How many entries of a vector are kept, those of the largest values; null for all.</summary>
    public int? MaxActive { get; init; }
}
