using System.Numerics;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Training.Heads;

namespace BertGen.Training;

/// <summary>A linear map on vectors, such as from the vector of a text or of a word to the logits of its classes.</summary>
public sealed class LinearHead
{
    /// <summary>A head with random weights, as BERT initialises its own, and zero biases.</summary>
    /// <param name="inputs">Width of the vectors.</param>
    /// <param name="outputs">Number of classes.</param>
    /// <param name="seed">Chooses the weights.</param>
    /// <param name="name">What the names of its parameters begin with.</param>
    /// <exception cref="ArgumentException">A number is not positive, or the name is empty.</exception>
    public LinearHead(int inputs, int outputs, ulong seed = 0, string name = "classifier")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Weight = new Parameter($"{name}.weight", [outputs, inputs]);
        Bias = new Parameter($"{name}.bias", [outputs], decays: false);
        Parameters = new ParameterSet(Weight, Bias);
        RandomWeights.Fill(Parameters, seed);
    }

    /// <summary>The weights, shape (outputs, inputs).</summary>
    public Parameter Weight { get; }

    /// <summary>The biases, shape (outputs).</summary>
    public Parameter Bias { get; }

    /// <summary>Both, for an optimizer.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Maps vectors: <c>weight * vector + bias</c>.</summary>
    /// <param name="inputs">Shape (..., inputs).</param>
    /// <returns>Shape (..., outputs).</returns>
    /// <exception cref="ArgumentException">The vectors have another width.</exception>
    public Tensor<float> Forward(ReadOnlyTensorSpan<float> inputs)
    {
        Check(inputs, Weight.Shape[1], nameof(inputs));
        Matrix<float> results = Map(Flat.Matrix(inputs), Weights(), Bias.Current);
        return Tensor.Create(results.Values, [.. inputs.Lengths[..^1], Weight.Shape[0]]);
    }

    /// <summary>Adds to the gradients of weights and biases, and gives the gradient of the vectors.</summary>
    /// <param name="inputs">What was mapped, shape (..., inputs).</param>
    /// <param name="cotangent">Gradient of the loss by the results, shape (..., outputs).</param>
    /// <returns>Gradient of the loss by the vectors, shape (..., inputs).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor<float> Backward(ReadOnlyTensorSpan<float> inputs, ReadOnlyTensorSpan<float> cotangent)
    {
        Check(inputs, Weight.Shape[1], nameof(inputs));
        Check(cotangent, Weight.Shape[0], nameof(cotangent));
        if (!inputs.Lengths[..^1].SequenceEqual(cotangent.Lengths[..^1]))
        {
            throw new ArgumentException($"Expected one row for each of {TensorText.Shape(inputs.Lengths)}; found {TensorText.Shape(cotangent.Lengths)}.", nameof(cotangent));
        }

        var (ofInputs, ofWeights, ofBiases) = Differentiate(Flat.Matrix(inputs), Weights(), Flat.Matrix(cotangent));
        Rows<float>.AddScaled(ofWeights.Values, 1, Weight.Gradient);
        Rows<float>.AddScaled(ofBiases, 1, Bias.Gradient);
        return Tensor.Create(ofInputs.Values, inputs.Lengths);
    }

    /// <summary>The map.</summary>
    internal static Matrix<T> Map<T>(Matrix<T> inputs, Matrix<T> weights, ReadOnlySpan<T> biases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> results = inputs.TimesTransposed(weights);
        for (int row = 0; row < results.Height; row++)
        {
            Rows<T>.AddScaled(biases, T.One, results.Row(row));
        }

        return results;
    }

    /// <summary>The gradients by inputs, weights and biases, given that by the results.</summary>
    internal static (Matrix<T> Inputs, Matrix<T> Weights, T[] Biases) Differentiate<T>(Matrix<T> inputs, Matrix<T> weights, Matrix<T> cotangent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var biases = new T[cotangent.Width];
        for (int row = 0; row < cotangent.Height; row++)
        {
            Rows<T>.AddScaled(cotangent.Row(row), T.One, biases);
        }

        return (cotangent.Times(weights), cotangent.Transpose().Times(inputs), biases);
    }

    private static void Check(ReadOnlyTensorSpan<float> tensor, int width, string name)
    {
        if (tensor.Rank < 1 || tensor.Lengths[^1] != width)
        {
            throw new ArgumentException($"Expected shape (..., {width}); found {TensorText.Shape(tensor.Lengths)}.", name);
        }
    }

    private Matrix<float> Weights() => new(Weight.Current.ToArray(), Weight.Shape[1]);
}
