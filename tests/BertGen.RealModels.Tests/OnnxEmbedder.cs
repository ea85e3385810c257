using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace BertGen.RealModels.Tests;

/// <summary>The model of a package in ONNX Runtime, with the pooling and the scaling that its folder asks for around it.</summary>
internal sealed class OnnxEmbedder(RealModel model, string pooling) : IDisposable
{
    private readonly InferenceSession _session = new(model.ReadOnnx());

    /// <summary>The vector of one text.</summary>
    /// <param name="ids">Its ids, without padding.</param>
    public float[] Embed(int[] ids)
    {
        int[] shape = [1, ids.Length];
        long[] wide = [.. ids.Select(id => (long)id)], ones = new long[ids.Length];
        Array.Fill(ones, 1);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(
            [
                NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(wide, shape)),
                NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<long>(ones, shape)),
                NamedOnnxValue.CreateFromTensor("token_type_ids", new DenseTensor<long>(new long[ids.Length], shape)),
            ],
            ["last_hidden_state"]);
        DenseTensor<float> states = results.Single().AsTensor<float>().ToDenseTensor();
        return Normalize(Pool(states.Buffer.Span, states.Dimensions[2]));
    }

    public void Dispose() => _session.Dispose();

    private double[] Pool(ReadOnlySpan<float> states, int width)
    {
        double[] pooled = new double[width];
        int rows = pooling switch { "cls" => 1, "mean" => states.Length / width, _ => throw new ArgumentException($"'{pooling}' is no known pooling.") };
        for (int i = 0; i < rows * width; i++)
        {
            pooled[i % width] += states[i] / (double)rows;
        }

        return pooled;
    }

    private static float[] Normalize(double[] vector)
    {
        double length = Math.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => (float)(value / length))];
    }
}
