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
    private readonly Workspace _givenGradient = new();
    private readonly IntList _textRows = new();
    private double[] _mixFactorGradients = [];
    private EncoderRun? _headRun;
    private int _width;
    private int _givenGradientWidth;
    private float* _cotangent;
    private float* _rowGradients;

    /// <summary>What a step keeps for the backward pass: one matrix for every kept value, with a row for each of the batch.</summary>
    public float* Kept { get; private set; }

    /// <summary>The key of the step's dropout; null where nothing is dropped.</summary>
    public ulong? DropoutKey { get; private set; }

    /// <summary>Room for two parts of the inputs of a product, laid out for the gradient of its weights.</summary>
    public float* PackedInputs { get; private set; }

    /// <summary>Gradients of the layers' factors in a learned mix.</summary>
    public Span<double> MixFactorGradients => _mixFactorGradients;

    /// <summary>Adds a text that a step makes one vector of.</summary>
    /// <param name="rows">The rows that it is made of, rising.</param>
    /// <param name="text">The place of its vector in the result.</param>
    public void AddStepText(ReadOnlySpan<int> rows, int text)
    {
        foreach (int row in rows)
        {
            Output.Add(row, text);
        }

        _textRows.Add(rows.Length);
    }

    /// <summary>The forward pass of a step.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="mix">The learned mix, or null.</param>
    /// <param name="dropoutKey">The key of the dropout; null: none.</param>
    /// <param name="result">Where the result goes; zero where no row goes.</param>
    /// <param name="head">What makes one vector of those of a text; null where rows go to their places.</param>
    public void ExecuteStep(ITrainedEncoder encoder, int maxThreads, ScalarMix? mix, ulong? dropoutKey, float* result, ITrainedEncoder? head = null)
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
        Slot slot = encoder.StepResult;
        float* rows = Kept + ((nint)slot.Offset * Rows.Count);
        _width = slot.Width;
        if (head is null)
        {
            Output.CopyToPlaces(rows, slot.Stride, new IndexRange(0, Output.Wanted.Length), _width, result);
            return;
        }

        // The wanted rows stand one after the other, text by text.
        _headRun ??= new EncoderRun();
        _headRun.Clear(_width);
        for (int text = 0; text < _textRows.Count; text++)
        {
            if (_textRows[text] > 0)
            {
                _headRun.GiveText(_textRows[text], text);
            }
        }

        _headRun.Give(rows, slot.Stride);
        _headRun.ExecuteStep(head, maxThreads, mix: null, dropoutKey: null, result);
    }

    /// <summary>The backward pass of the step that was executed last.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="trainer">Its trained weights.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="mix">The learned mix, or null.</param>
    /// <param name="cotangent">The gradient of the result.</param>
    /// <param name="head">The head of the step, or null.</param>
    public void ExecuteBackward(ITrainedEncoder encoder, Trainer trainer, int maxThreads, ScalarMix? mix, float* cotangent, ITrainedEncoder? head = null)
    {
        if (Output.Wanted.IsEmpty)
        {
            return;
        }

        _cotangent = cotangent;
        _rowGradients = null;
        if (head is not null)
        {
            _headRun!.ExecuteHeadBackward(head, trainer, maxThreads, cotangent, _width);
            _rowGradients = _headRun.GivenGradientOf(0);
        }

        int columns = PackedMatrix.CountPanels(trainer.WidestInput) * PackedMatrix.PanelWidth;
        PackedInputs = _packedInputs.Ensure(2 * (nint)columns * ProductParts.MaxLength);
        _mixFactorGradients = new double[mix?.Weights.Length ?? 0];
        Run(encoder, Pass.Backward, encoder.GradientWorkspacePerPiece, maxThreads);
        mix?.AddGradient(_mixFactorGradients);
    }

    /// <summary>The backward pass of a step over rows that were given, whose gradient is there then.</summary>
    /// <param name="head">The compiled head.</param>
    /// <param name="trainer">The trained weights of its class.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="cotangent">The gradient of the result.</param>
    /// <param name="givenWidth">Values in a row that was given.</param>
    public void ExecuteHeadBackward(ITrainedEncoder head, Trainer trainer, int maxThreads, float* cotangent, int givenWidth)
    {
        _givenGradientWidth = givenWidth;
        _givenGradient.Ensure((nint)Rows.Count * givenWidth);
        ExecuteBackward(head, trainer, maxThreads, mix: null, cotangent);
    }

    /// <summary>The gradient of a row that was given.</summary>
    public float* GivenGradientOf(int row) => _givenGradient.Ensure(0) + ((nint)_givenGradientWidth * row);

    /// <summary>The gradient of one wanted row of the result.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="wanted">Index among the wanted rows of the batch.</param>
    /// <param name="target">Where it goes.</param>
    public void LoadGradient(KernelSet kernels, int wanted, float* target)
    {
        var values = new Span<float>(target, _width);
        if (_rowGradients != null)
        {
            new ReadOnlySpan<float>(_rowGradients + ((nint)wanted * _width), _width).CopyTo(values);
            return;
        }

        values.Clear();
        foreach (int place in Output.PlacesOf(wanted))
        {
            kernels.Add(target, _cotangent + ((nint)place * _width), target, _width);
        }
    }
}
