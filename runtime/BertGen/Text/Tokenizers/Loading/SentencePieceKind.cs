namespace BertGen.Text.Tokenizers.Loading;

/// <summary>What a piece of a SentencePiece model is, by the numbers of its file.</summary>
internal enum SentencePieceKind
{
    /// <summary>An ordinary piece.</summary>
    Normal = 1,

    /// <summary>The unknown piece.</summary>
    Unknown = 2,

    /// <summary>A control piece, which text does not have.</summary>
    Control = 3,

    /// <summary>A piece that is always taken whole.</summary>
    UserDefined = 4,

    /// <summary>A piece that is not used.</summary>
    Unused = 5,

    /// <summary>A byte.</summary>
    Byte = 6,
}
