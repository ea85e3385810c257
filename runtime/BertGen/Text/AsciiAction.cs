namespace BertGen.Text;

/// <summary>What the basic tokenizer does at an ASCII character.</summary>
internal enum AsciiAction : byte
{
    /// <summary>Adds it to the word.</summary>
    Append,

    /// <summary>Ends the word.</summary>
    Separate,

    /// <summary>Ends the word and makes the character the next one.</summary>
    Punctuate,

    /// <summary>Leaves the token to the general path: the character is to be dropped from its middle.</summary>
    Leave,
}
