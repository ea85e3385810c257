using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Text;
using BertGen.Training;

namespace BertGen.Engine;

/// <content>A batch as a training step.</content>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class PieceBatch
{
    /// <summary>Runs the forward pass of a training step, which takes the batch over.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="trainer">Its trained weights.</param>
    /// <param name="memory">Its packed weights.</param>
    /// <param name="maxThreads">Most threads to use, at least 1.</param>
    /// <param name="dropout">The random numbers of dropout.</param>
    /// <param name="mix">The learned mix, if the class has one.</param>
    /// <param name="head">What makes one vector of those of a text; null where the rows of the encoder are the result.</param>
    /// <returns>The step; dispose it in place of the batch.</returns>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    public TrainingStep Train(
        ITrainedEncoder encoder, Trainer trainer, WeightMemory memory, int maxThreads, Dropout dropout, ScalarMix? mix = null, ITrainedEncoder? head = null) =>
        new(this, new StepCall(encoder, head, trainer, memory, maxThreads, mix), dropout.NextKey(), below: null);

    /// <summary>The same on vectors that were given.</summary>
    /// <param name="head">The compiled head.</param>
    /// <param name="trainer">The trained weights of its class.</param>
    /// <param name="memory">The packed weights.</param>
    /// <param name="maxThreads">Most threads to use, at least 1.</param>
    /// <param name="below">The step that made the vectors, which this one takes over; null where there is none.</param>
    /// <returns>The step; dispose it in place of the batch.</returns>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    public TrainingStep TrainGiven(ITrainedEncoder head, Trainer trainer, WeightMemory memory, int maxThreads, TrainingStep? below) =>
        new(this, new StepCall(head, null, trainer, memory, maxThreads, null), dropoutKey: null, below);

    /// <summary>The forward pass of a step.</summary>
    internal Tensor<float> RunStep(StepCall call, ulong? dropoutKey)
    {
        if (_pieces is { } pieces)
        {
            AddTexts(pieces);
        }

        Tensor<float> result = Tensor.CreateFromShape<float>(_input.Shape);
        if (result.FlattenedLength > 0)
        {
            using WeightLease lease = WeightLease.Of(call.Memory);
            fixed (float* values = GivenMemory.ValuesOf(result))
            {
                _run.ExecuteStep(call.Encoder, call.MaxThreads, call.Mix, dropoutKey, values, call.Head);
            }
        }

        return result;
    }

    /// <summary>The backward pass of the same step.</summary>
    /// <returns>The gradient of the vectors that were given; null where pieces were.</returns>
    internal Tensor<float>? RunBackward(StepCall call, ReadOnlyTensorSpan<float> cotangent)
    {
        Tensor<float>? given = _givenShape is null ? null : Tensor.CreateFromShape<float>(_givenShape);
        if (cotangent.FlattenedLength == 0)
        {
            return given;
        }

        using WeightLease lease = WeightLease.Of(call.Memory);
        fixed (float* values = DenseValues.Of<float>(cotangent))
        {
            if (given is null)
            {
                _run.ExecuteBackward(call.Encoder, call.Trainer, call.MaxThreads, call.Mix, values, call.Head);
                return null;
            }

            _run.ExecuteHeadBackward(call.Encoder, call.Trainer, call.MaxThreads, values, _givenWidth);
        }

        // The others of a row are not read, so they have none.
        Span<float> gradients = GivenMemory.ValuesOf(given);
        int stride = gradients.Length / _run.Rows.Count;
        for (int row = 0; row < _run.Rows.Count; row++)
        {
            new ReadOnlySpan<float>(_run.GivenGradientOf(row), _givenWidth).CopyTo(gradients[(row * stride)..]);
        }

        return given;
    }

    /// <summary>All texts at once: a step keeps what it computes of each.</summary>
    private void AddTexts(PieceBuffer pieces)
    {
        for (int text = 0; text < pieces.RowCount; text++)
        {
            _run.AddStepText(WantedOf(_input.AddText(pieces, text, _info!)), text);
        }

        _pieces = null;
    }
}
