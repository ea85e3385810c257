namespace BertGen.Text.Unicode;

/// <summary>What a character is to the boundaries of graphemes, in the order of the tables.</summary>
[Flags]
internal enum GraphemeBreak : byte
{
    /// <summary>None of the others.</summary>
    Other = 0,

    /// <summary>Carriage return.</summary>
    CarriageReturn = 1,

    /// <summary>Line feed.</summary>
    LineFeed = 2,

    /// <summary>Control character: a boundary on both sides.</summary>
    Control = 3,

    /// <summary>Mark that belongs to the character before it.</summary>
    Extend = 4,

    /// <summary>Zero width joiner.</summary>
    Joiner = 5,

    /// <summary>Half of a flag.</summary>
    RegionalIndicator = 6,

    /// <summary>Belongs to the character after it.</summary>
    Prepend = 7,

    /// <summary>Mark with a width that belongs to the character before it.</summary>
    SpacingMark = 8,

    /// <summary>Leading consonant of Hangul.</summary>
    HangulLeading = 9,

    /// <summary>Vowel of Hangul.</summary>
    HangulVowel = 10,

    /// <summary>Trailing consonant of Hangul.</summary>
    HangulTrailing = 11,

    /// <summary>Hangul syllable without a trailing consonant.</summary>
    HangulOpen = 12,

    /// <summary>Hangul syllable with a trailing consonant.</summary>
    HangulClosed = 13,

    /// <summary>Picture that a joiner may join to the next one.</summary>
    Pictograph = 14,

    /// <summary>The bits of all values above.</summary>
    PropertyMask = 0xF,

    /// <summary>Joins two consonants of an Indic script; beside the property.</summary>
    ConjunctLinker = 1 << 4,

    /// <summary>Consonant of an Indic script; beside the property.</summary>
    ConjunctConsonant = 1 << 5,
}
