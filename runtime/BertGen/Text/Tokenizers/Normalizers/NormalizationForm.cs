namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>The normalization forms of Unicode.</summary>
internal enum NormalizationForm
{
    /// <summary>Canonical decomposition.</summary>
    Decomposed,

    /// <summary>Compatibility decomposition.</summary>
    CompatibilityDecomposed,

    /// <summary>Canonical decomposition, then composition.</summary>
    Composed,

    /// <summary>Compatibility decomposition, then composition.</summary>
    CompatibilityComposed,
}
