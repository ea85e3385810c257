namespace BertGen;

/// <summary>How the pieces of a text that are classified become spans, by the names that transformers has for it.</summary>
public enum TokenAggregation
{
    /// <summary>Every piece is a span of its own.</summary>
    None,

    /// <summary>Neighbouring pieces of one kind are a span: <c>B-</c> begins a new one, and the score is the mean of theirs.</summary>
    Simple,

    /// <summary>The same of words; the first piece of a word decides what it is.</summary>
    First,

    /// <summary>The same of words; the mean of the pieces' scores decides.</summary>
    Average,

    /// <summary>The same of words; the piece with the largest score decides.</summary>
    Max,
}
