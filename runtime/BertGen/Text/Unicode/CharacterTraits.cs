namespace BertGen.Text.Unicode;

/// <summary>
/// What the parts of a tokenizer ask about a character, each as its part answers: one of several Unicode versions. The
/// order of the bits is that of the tables.
/// </summary>
[Flags]
internal enum CharacterTraits : ushort
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary>White space: the 25 characters of White_Space.</summary>
    Space = 1 << 0,

    /// <summary>Removed by BERT's cleaning: control, format and private characters.</summary>
    Removed = 1 << 1,

    /// <summary>In one of the blocks that BERT splits into single characters.</summary>
    Ideograph = 1 << 2,

    /// <summary>Removed by BERT's stripping of accents.</summary>
    Accent = 1 << 3,

    /// <summary>Removed by the normalizer StripAccents: spacing and enclosing marks too.</summary>
    CombiningMark = 1 << 4,

    /// <summary>A word of its own: punctuation, and the symbols of ASCII.</summary>
    Punctuation = 1 << 5,

    /// <summary>Part of a word for the pre-tokenizer Whitespace, and for added tokens that are found as single words alone.</summary>
    Word = 1 << 6,

    /// <summary>Split off by the pre-tokenizer Digits.</summary>
    Numeric = 1 << 7,

    /// <summary>The <c>\w</c> of a pattern.</summary>
    RegexWord = 1 << 8,

    /// <summary>Has a canonical decomposition; Hangul syllables do not have this bit.</summary>
    Decomposes = 1 << 9,

    /// <summary>Has a compatibility decomposition or a canonical one; Hangul syllables do not have this bit.</summary>
    CompatibilityDecomposes = 1 << 10,

    /// <summary>Composition may change it or what stands before it: marks, second halves of pairs, excluded compositions.</summary>
    Composes = 1 << 11,

    /// <summary>Has another lower case.</summary>
    Lowers = 1 << 12,
}
