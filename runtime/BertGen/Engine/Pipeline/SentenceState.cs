namespace BertGen.Engine.Pipeline;

/// <summary>What the steps of a pipeline work on: the vectors of a text's pieces, and its sentence vector once there is one.</summary>
internal sealed class SentenceState
{
    /// <summary>The vectors of the pieces, [pieces, width].</summary>
    public float[] Pieces { get; set; } = [];

    /// <summary>Values in the vector of a piece.</summary>
    public required int PieceWidth { get; set; }

    /// <summary>Number of pieces.</summary>
    public int PieceCount { get; set; }

    /// <summary>Leading pieces that pooling may leave out: those of a prompt.</summary>
    public int PromptLength { get; set; }

    /// <summary>The sentence vector.</summary>
    public float[] Sentence { get; set; } = [];

    /// <summary>The vectors that a step works on.</summary>
    public float[] Values(bool onPieces) => onPieces ? Pieces : Sentence;

    /// <summary>Number of vectors that a step works on.</summary>
    public int Count(bool onPieces) => onPieces ? PieceCount : 1;

    /// <summary>Stores what a step made, in vectors of <paramref name="width"/> values.</summary>
    public void Set(bool onPieces, float[] values, int width)
    {
        if (onPieces)
        {
            Pieces = values;
            PieceWidth = width;
        }
        else
        {
            Sentence = values;
        }
    }
}
