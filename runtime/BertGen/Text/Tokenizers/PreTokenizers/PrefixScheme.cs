namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Which pieces get the mark of a space in front.</summary>
internal enum PrefixScheme
{
    /// <summary>All.</summary>
    Always,

    /// <summary>The one that the original starts with.</summary>
    First,

    /// <summary>None.</summary>
    Never,
}
