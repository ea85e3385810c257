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
    private readonly StepCall _call;
    private readonly TrainingStep? _below;
    private State _state;

    internal TrainingStep(PieceBatch batch, StepCall call, ulong? dropoutKey, TrainingStep? below)
    {
        (_batch, _call, _below) = (batch, call, below);
        try
        {
            Output = batch.RunStep(call, dropoutKey);
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

    /// <summary>What <c>Forward</c>, <c>Embed</c> or another call would have returned, but for dropout.</summary>
    public Tensor<float> Output { get; }

    /// <summary>After the backward pass of a step on vectors, such as <c>TrainPool</c>, their gradient in their shape; null after that of a step on pieces or texts.</summary>
    public Tensor<float>? InputGradient { get; private set; }

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
        InputGradient = _batch.RunBackward(_call, cotangent);
        if (InputGradient is not null)
        {
            _below?.Backward(InputGradient);
        }
    }

    /// <summary>Gives the memory of the step back.</summary>
    public void Dispose()
    {
        if (_state != State.Disposed)
        {
            _state = State.Disposed;
            _batch.Dispose();
            _below?.Dispose();
        }
    }
}
