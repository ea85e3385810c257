namespace BertGen.Parity.Differences;

/// <summary>The ways in which a result differs from the original's on purpose; <c>docs/differences.md</c> has a section for each.</summary>
[Flags]
internal enum DeliberateDifference
{
    None = 0,

    /// <summary>Some position of the result is padding.</summary>
    PaddingIsZero = 1,

    /// <summary>Some row has a piece where the original, which cuts it by the length of another row, has padding.</summary>
    OwnLength = 2,

    /// <summary>Several rows in each element of the batch, and longer than a window.</summary>
    LongRowsOfAnyRank = 4,

    /// <summary>The model cannot be compiled with the options.</summary>
    OptionsAreChecked = 8,

    /// <summary>A shape or value is refused, by its position.</summary>
    InputsAreChecked = 16,
}
