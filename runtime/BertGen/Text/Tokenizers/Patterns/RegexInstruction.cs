namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>What an instruction of a compiled pattern does.</summary>
internal enum RegexOperation : byte
{
    /// <summary>The pattern, or a part that is tried apart, has matched.</summary>
    Match,

    /// <summary>One character that equals the operand.</summary>
    Character,

    /// <summary>One character whose folded form equals the operand.</summary>
    FoldedCharacter,

    /// <summary>One character of the set with the number of the operand.</summary>
    Class,

    /// <summary>Any character but a line feed.</summary>
    Any,

    /// <summary>Goes on at the target.</summary>
    Jump,

    /// <summary>Goes on behind, and if that fails at the target.</summary>
    TryNext,

    /// <summary>Goes on at the target, and if that fails behind.</summary>
    TryTarget,

    /// <summary>The start of the text.</summary>
    Start,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>The end of the text, or before a line feed there.</summary>
    EndOrLastLine,

    /// <summary>The start of a line.</summary>
    LineStart,

    /// <summary>The end of a line.</summary>
    LineEnd,

    /// <summary>What follows up to the target must match here, and is not taken.</summary>
    Ahead,

    /// <summary>What follows up to the target must not match here.</summary>
    NotAhead,

    /// <summary>What follows up to the target is taken, and never given back.</summary>
    Atomic,
}

/// <summary>An instruction of a compiled pattern.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Operand">The character, the set or the target.</param>
internal readonly record struct RegexInstruction(RegexOperation Operation, int Operand = 0);
