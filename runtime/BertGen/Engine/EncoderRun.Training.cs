using BertGen.Engine.Batches;
using BertGen.Engine.Kernels;
using BertGen.Engine.Threading;

namespace BertGen.Engine;

/// <content>The two passes of a training step.</content>
internal sealed unsafe partial class EncoderRun
{
    /// <summary>
    /// Rows of a group in the backward pass: many, because the gradient of every weight is read and written once a group. It must
    /// not depend on the number of threads, nor do sums over rows then.
    /// </summary>
    private const int BackwardRows = 2048;

    private readonly Workspace _kept = new();
    private readonly Workspace _packedInputs = new();
    private double[] _mixFactorGradients = [];

    /// <summary>What a step keeps for the backward pass: one matrix for every kept value, with a row for each of the batch.</summary>
    public float* Kept { get; private set; }

    /// <summary>The key of the step's dropout; null where nothing is dropped.</summary>
    public ulong? DropoutKey { get; private set; }

    /// <summary>The gradient of the result.</summary>
    public ResultGradient ResultGradient { get; }

    /// <summary>Room for two parts of the inputs of a product, laid out for the gradient of its weights.</summary>
    public float* PackedInputs { get; private set; }

    /// <summary>Gradients of the layers' factors in a learned mix.</summary>
    public Span<double> MixFactorGradients => _mixFactorGradients;

    /// <summary>The forward pass of a step.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="mix">The learned mix, or null.</param>
    /// <param name="dropoutKey">The key of the dropout; null: none.</param>
    /// <param name="result">Where the result goes; zero where no row goes.</param>
    public void ExecuteStep(ITrainedEncoder encoder, int maxThreads, ScalarMix? mix, ulong? dropoutKey, float* result)
    {
        Output.Build(Rows.Count);
        if (Output.Wanted.IsEmpty)
        {
            return;
        }

        SetMix(mix);
        DropoutKey = dropoutKey;
        Kept = _kept.Ensure((nint)Rows.Count * encoder.KeptPerPiece);
        Run(encoder, Pass.Step, encoder.StepWorkspacePerPiece, maxThreads);
        ResultGradient.Begin(Kept + ((nint)encoder.StepResult.Offset * Rows.Count), encoder.StepResult);
        ResultGradient.StoreResult(KernelSet.Best, result);
    }

    /// <summary>The backward pass of the step that was executed last.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="trainer">Its trained weights.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="mix">The learned mix, or null.</param>
    /// <param name="cotangent">The gradient of the result.</param>
    public void ExecuteBackward(ITrainedEncoder encoder, Trainer trainer, int maxThreads, ScalarMix? mix, float* cotangent)
    {
        if (Output.Wanted.IsEmpty)
        {
            return;
        }

        int columns = PackedMatrix.CountPanels(trainer.WidestInput) * PackedMatrix.PanelWidth;
        PackedInputs = _packedInputs.Ensure(2 * (nint)columns * ProductParts.MaxLength);
        _mixFactorGradients = new double[mix?.Weights.Length ?? 0];
        ResultGradient.BeginBackward(KernelSet.Best, cotangent);
        Run(encoder, Pass.Backward, encoder.GradientWorkspacePerPiece, maxThreads);
        mix?.AddGradient(_mixFactorGradients);
    }
}
