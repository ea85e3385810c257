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
    /// <returns>The step; dispose it in place of the batch.</returns>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    public TrainingStep Train(
        ITrainedEncoder encoder, Trainer trainer, WeightMemory memory, int maxThreads, Dropout dropout, ScalarMix? mix = null) =>
        new(this, encoder, trainer, memory, maxThreads, mix, dropout.NextKey());

    /// <summary>The forward pass of a step.</summary>
    internal Tensor<float> RunStep(ITrainedEncoder encoder, WeightMemory memory, int maxThreads, ScalarMix? mix, ulong? dropoutKey)
    {
        if (_pieces is { } pieces)
        {
            AddPooledTexts(pieces);
        }

        Tensor<float> result = Tensor.CreateFromShape<float>(_input.Shape);
        if (result.FlattenedLength > 0)
        {
            using WeightLease lease = WeightLease.Of(memory);
            fixed (float* values = &result.GetPinnableReference())
            {
                _run.ExecuteStep(encoder, maxThreads, mix, dropoutKey, values);
            }
        }

        return result;
    }

    /// <summary>The backward pass of the same step.</summary>
    internal void RunBackward(
        ITrainedEncoder encoder, Trainer trainer, WeightMemory memory, int maxThreads, ScalarMix? mix, ReadOnlyTensorSpan<float> cotangent)
    {
        if (cotangent.FlattenedLength == 0)
        {
            return;
        }

        using WeightLease lease = WeightLease.Of(memory);
        fixed (float* values = DenseValues.Of(cotangent))
        {
            _run.ExecuteBackward(encoder, trainer, maxThreads, mix, values);
        }
    }

    /// <summary>All texts at once: a step keeps what it computes of each.</summary>
    private void AddPooledTexts(PieceBuffer pieces)
    {
        _run.ResultGradient.Reset(_pooling);
        for (int text = 0; text < pieces.RowCount; text++)
        {
            ReadOnlySpan<int> rows = _input.AddText(pieces, text, _info!);
            int wanted = _pooling.WantedOf(rows.Length);
            for (int i = 0; i < wanted; i++)
            {
                _run.Output.Add(rows[i], text);
            }

            _run.ResultGradient.AddPooledText(wanted);
        }

        _pieces = null;
    }
}
