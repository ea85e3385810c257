using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Engine;
using BertGen.Engine.Batches;

namespace BertGen.Training;

/// <summary>One training step through the pooler, <c>tanh(dense(first vector))</c>, and through the model where it made the vectors.</summary>
public sealed class PoolerStep : IDisposable
{
    private readonly TrainedLinear _dense;
    private readonly TrainingStep? _below;
    private readonly Tensor<float> _tokens;

    /// <summary>Runs the pooler forward. Compiled classes call this.</summary>
    /// <param name="dense">Its trained weights.</param>
    /// <param name="packed">The same, packed.</param>
    /// <param name="memory">The memory that they are in.</param>
    /// <param name="tokens">(batch, ..., pieces, hidden size); only the first vector of each row is read.</param>
    /// <param name="below">The step that made the vectors; this step takes it over. Null where they were given.</param>
    /// <exception cref="ArgumentException">The shape is another, or rows have no vectors.</exception>
    public PoolerStep(TrainedLinear dense, in PackedMatrix packed, WeightMemory memory, ReadOnlyTensorSpan<float> tokens, TrainingStep? below)
    {
        ArgumentNullException.ThrowIfNull(dense);
        (_dense, _below) = (dense, below);
        try
        {
            Output = Pooler.Run(tokens, packed, memory);
            _tokens = Tensor.CreateFromShape<float>(tokens.Lengths);
            tokens.FlattenTo(Values(_tokens));
        }
        catch
        {
            below?.Dispose();
            throw;
        }
    }

    /// <summary>(batch, ..., hidden size).</summary>
    public Tensor<float> Output { get; }

    /// <summary>Adds to the gradients of the parameters: those of the sum of <c>output * cotangent</c>.</summary>
    /// <param name="cotangent">The derivative of the loss by the output, in its shape.</param>
    /// <returns>The gradient of the vectors that were pooled; zero but for the first of each row.</returns>
    /// <exception cref="ArgumentException">The shape is another than the output's.</exception>
    /// <exception cref="InvalidOperationException">The backward pass of the model below has been run.</exception>
    public Tensor<float> Backward(ReadOnlyTensorSpan<float> cotangent)
    {
        TensorText.CheckCotangent(cotangent, Output);

        LinearParameters layer = _dense.Layers[0];
        int inputs = _dense.Inputs, outputs = _dense.Outputs;
        int stride = (int)_tokens.Lengths[^2] * inputs;
        Tensor<float> result = Tensor.CreateFromShape<float>(_tokens.Lengths);
        Span<float> tokenGradients = Values(result);
        ReadOnlySpan<float> tokens = Values(_tokens), outputValues = Values(Output), cotangents = DenseValues.Of(cotangent);
        for (int row = 0; row < outputValues.Length / outputs; row++)
        {
            ReadOnlySpan<float> x = tokens.Slice(row * stride, inputs);
            Span<float> dx = tokenGradients.Slice(row * stride, inputs);
            for (int i = 0; i < outputs; i++)
            {
                // The derivative of tanh is 1 - tanh².
                float y = outputValues[(row * outputs) + i];
                float dz = cotangents[(row * outputs) + i] * (1f - (y * y));
                if (layer.Bias is { } bias)
                {
                    bias.Gradient[i] += dz;
                }

                Span<float> weightGradient = layer.Weight.Gradient.Slice(i * inputs, inputs);
                TensorPrimitives.MultiplyAdd(x, dz, weightGradient, weightGradient);
                TensorPrimitives.MultiplyAdd(layer.Weight.Current.Slice(i * inputs, inputs), dz, dx, dx);
            }
        }

        _below?.Backward(result);
        return result;
    }

    /// <summary>Gives the memory of the step back.</summary>
    public void Dispose() => _below?.Dispose();

    private static Span<float> Values(Tensor<float> tensor) =>
        MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));
}
