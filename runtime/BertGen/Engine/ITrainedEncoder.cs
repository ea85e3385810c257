using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>What the engine asks of a compiled class that can be trained; the compiler implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainedEncoder : IEncoder
{
    /// <summary>Floats that a training step keeps of one piece for the backward pass.</summary>
    int KeptPerPiece { get; }

    /// <summary>Floats of workspace that one piece needs while a step goes forward.</summary>
    int StepWorkspacePerPiece { get; }

    /// <summary>Floats of workspace that one piece needs while a step goes backward.</summary>
    int GradientWorkspacePerPiece { get; }

    /// <summary>The result of a step, [wanted pieces, hidden size]; it is kept.</summary>
    Slot StepResult { get; }

    /// <summary>Runs the operations of a training step on the pieces of one lane, and keeps what the backward pass reads.</summary>
    /// <param name="lane">The pieces, the workspace and the kernels.</param>
    void EncodeStep(EncoderLane lane);

    /// <summary>Runs the backward operations of a step, last layer first.</summary>
    /// <param name="lane">The pieces, the workspace and the kernels.</param>
    void Backward(EncoderLane lane);
}
