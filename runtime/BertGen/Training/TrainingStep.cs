using System.Numerics.Tensors;
using BertGen.Engine;
using BertGen.Engine.Batches;

namespace BertGen.Training;

/// <summary>
/// One training step: a forward pass that has kept what its backward pass needs. Dispose it to give that memory back.
/// </summary>
/// <remarks>
/// Parameters must not change between the forward and the backward pass. <see cref="Backward"/> may be called once: it uses up
/// what was kept.
/// </remarks>
public sealed class TrainingStep : IDisposable
{
    private readonly PieceBatch _batch;
    private readonly ITrainedEncoder _encoder;
    private readonly Trainer _trainer;
    private readonly WeightMemory _memory;
    private readonly int _maxThreads;
    private readonly ScalarMix? _mix;
    private State _state;

    internal TrainingStep(PieceBatch batch, ITrainedEncoder encoder, Trainer trainer, WeightMemory memory, int maxThreads, ScalarMix? mix, ulong? dropoutKey)
    {
        (_batch, _encoder, _trainer, _memory, _maxThreads, _mix) = (batch, encoder, trainer, memory, maxThreads, mix);
        try
        {
            Output = batch.RunStep(encoder, memory, maxThreads, mix, dropoutKey);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private enum State
    {
        Kept,
        Used,
        Disposed,
    }

    /// <summary>What <c>Forward</c> or <c>Embed</c> would have returned, but for dropout.</summary>
    public Tensor<float> Output { get; }

    /// <summary>Adds to the gradients of the parameters: those of the sum of <c>output * cotangent</c>.</summary>
    /// <param name="cotangent">The derivative of the loss by the output, in its shape.</param>
    /// <exception cref="ArgumentException">The shape is another than the output's.</exception>
    /// <exception cref="InvalidOperationException">The backward pass has been run.</exception>
    /// <exception cref="ObjectDisposedException">The step, or its embedder, was disposed.</exception>
    public void Backward(ReadOnlyTensorSpan<float> cotangent)
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state == State.Used)
        {
            throw new InvalidOperationException("The backward pass of this step has been run; make a new step.");
        }

        TensorText.CheckCotangent(cotangent, Output);

        _state = State.Used;
        _batch.RunBackward(_encoder, _trainer, _memory, _maxThreads, _mix, cotangent);
    }

    /// <summary>Gives the memory of the step back.</summary>
    public void Dispose()
    {
        if (_state != State.Disposed)
        {
            _state = State.Disposed;
            _batch.Dispose();
        }
    }
}
