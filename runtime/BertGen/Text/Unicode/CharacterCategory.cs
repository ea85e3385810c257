namespace BertGen.Text.Unicode;

/// <summary>General categories of Unicode 16, in the order of the tables.</summary>
internal enum CharacterCategory : byte
{
    /// <summary>Not assigned.</summary>
    Cn,

    /// <summary>Capital letter.</summary>
    Lu,

    /// <summary>Small letter.</summary>
    Ll,

    /// <summary>Title case letter.</summary>
    Lt,

    /// <summary>Modifier letter.</summary>
    Lm,

    /// <summary>Other letter.</summary>
    Lo,

    /// <summary>Mark without width.</summary>
    Mn,

    /// <summary>Mark with a width.</summary>
    Mc,

    /// <summary>Mark that encloses.</summary>
    Me,

    /// <summary>Decimal digit.</summary>
    Nd,

    /// <summary>Letter that is a number.</summary>
    Nl,

    /// <summary>Other number.</summary>
    No,

    /// <summary>Connecting punctuation.</summary>
    Pc,

    /// <summary>Dash.</summary>
    Pd,

    /// <summary>Opening punctuation.</summary>
    Ps,

    /// <summary>Closing punctuation.</summary>
    Pe,

    /// <summary>Opening quotation mark.</summary>
    Pi,

    /// <summary>Closing quotation mark.</summary>
    Pf,

    /// <summary>Other punctuation.</summary>
    Po,

    /// <summary>Mathematical symbol.</summary>
    Sm,

    /// <summary>Currency sign.</summary>
    Sc,

    /// <summary>Modifier symbol.</summary>
    Sk,

    /// <summary>Other symbol.</summary>
    So,

    /// <summary>Space.</summary>
    Zs,

    /// <summary>Line separator.</summary>
    Zl,

    /// <summary>Paragraph separator.</summary>
    Zp,

    /// <summary>Control character.</summary>
    Cc,

    /// <summary>Format character.</summary>
    Cf,

    /// <summary>Surrogate.</summary>
    Cs,

    /// <summary>Private use.</summary>
    Co,
}
