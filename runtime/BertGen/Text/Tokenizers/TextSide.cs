namespace BertGen.Text.Tokenizers;

/// <summary>A side of a text.</summary>
public enum TextSide
{
    /// <summary>Its end.</summary>
    Right,

    /// <summary>Its start.</summary>
    Left,
}
