namespace BertGen.Text.Unicode;

/// <summary>What the tokenizer has to know of a code point. The order of the bits is that of the tables.</summary>
[Flags]
internal enum CodePointTraits : byte
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary>Separates words: categories Zs, Zl and Zp, tab, line feed and carriage return.</summary>
    Separator = 1 << 0,

    /// <summary>Removed from text: the C categories (control, format, surrogate, private, unassigned) and U+FFFD.</summary>
    Dropped = 1 << 1,

    /// <summary>A word of its own: the P categories and the ASCII symbols.</summary>
    Punctuation = 1 << 2,

    /// <summary>Category Mn: what stripping accents removes.</summary>
    NonspacingMark = 1 << 3,

    /// <summary>In one of the blocks that are split into single characters.</summary>
    Ideograph = 1 << 4,

    /// <summary>Cased, and not case-ignorable: makes a neighbouring capital sigma medial or final.</summary>
    Cased = 1 << 5,

    /// <summary>Skipped in the search for the neighbour of a capital sigma.</summary>
    CaseIgnorable = 1 << 6,

    /// <summary>Has a canonical decomposition in the table.</summary>
    Decomposes = 1 << 7,
}
