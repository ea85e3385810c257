using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>What the engine asks of a compiled class; the compiler implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEncoder
{
    /// <summary>Floats of workspace that one piece needs.</summary>
    int WorkspacePerPiece { get; }

    /// <summary>Floating point operations of one piece's products; they tell how many threads a call is worth.</summary>
    long FlopsPerPiece { get; }

    /// <summary>Runs the compiled operations, in order, on the pieces of one lane.</summary>
    /// <param name="lane">The pieces, the workspace and the kernels.</param>
    void Encode(EncoderLane lane);
}
