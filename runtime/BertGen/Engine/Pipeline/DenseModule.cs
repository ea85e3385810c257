using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Checkpoints;

namespace BertGen.Engine.Pipeline;

/// <summary>A linear layer with an activation behind it.</summary>
/// <param name="Folder">Its folder in that of the model, with <c>linear.weight</c>.</param>
/// <param name="Inputs">Values in a vector that comes in.</param>
/// <param name="Outputs">Values in one that goes out.</param>
/// <param name="Activation">What the product goes through.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DenseModule(string Folder, int Inputs, int Outputs, DenseActivation Activation) : SentenceModule
{
    /// <summary>Whether there is <c>linear.bias</c>.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether the input is added to the result: as it is where the sizes are equal, else through <c>residual.weight</c>.</summary>
    public bool HasResidual { get; init; }

    /// <summary>Whether it works on the vectors of the pieces, and not on the sentence vector.</summary>
    public bool OnPieces { get; init; }

    /// <summary>Whether its weights lie beside those of the encoder, among other tensors.</summary>
    public bool IsInEncoder { get; init; }

    private bool HasResidualWeight => HasResidual && Inputs != Outputs;

    /// <inheritdoc/>
    internal override LoadedModule Load(string root)
    {
        WeightSpec[] table =
        [
            WeightSpec.Matrix("linear.weight", Outputs, Inputs),
            .. HasBias ? [WeightSpec.Vector("linear.bias", Outputs)] : Array.Empty<WeightSpec>(),
            .. HasResidualWeight ? [WeightSpec.Matrix("residual.weight", Outputs, Inputs)] : Array.Empty<WeightSpec>(),
        ];
        float[][] weights = IsInEncoder ? ModuleWeights.ReadAmongOthers(root, Folder, table) : ModuleWeights.Read(root, Folder, table);
        return new Loaded(
            this,
            Transposed(weights[0]),
            HasBias ? weights[1] : new float[Outputs],
            HasResidualWeight ? Transposed(weights[^1]) : null);
    }

    /// <summary>[inputs, outputs] of [outputs, inputs]: a product then adds whole rows, every output in one order of its terms.</summary>
    private float[] Transposed(float[] weight)
    {
        float[] result = new float[weight.Length];
        for (int output = 0; output < Outputs; output++)
        {
            for (int input = 0; input < Inputs; input++)
            {
                result[(input * Outputs) + output] = weight[(output * Inputs) + input];
            }
        }

        return result;
    }

    private sealed class Loaded(DenseModule module, float[] weight, float[] bias, float[]? residual) : LoadedModule
    {
        public override void Apply(SentenceState state)
        {
            float[] values = state.Values(module.OnPieces);
            int count = state.Count(module.OnPieces);
            float[] result = new float[count * module.Outputs];
            float[] added = residual is null ? [] : new float[module.Outputs];
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> input = values.AsSpan(i * module.Inputs, module.Inputs);
                Span<float> output = result.AsSpan(i * module.Outputs, module.Outputs);
                bias.CopyTo(output);
                AddProduct(input, weight, output);
                DenseActivations.Apply(module.Activation, output);
                if (residual is not null)
                {
                    added.AsSpan().Clear();
                    AddProduct(input, residual, added);
                    TensorPrimitives.Add(output, added, output);
                }
                else if (module.HasResidual)
                {
                    TensorPrimitives.Add(output, input, output);
                }
            }

            state.Set(module.OnPieces, result, module.Outputs);
        }

        private static void AddProduct(ReadOnlySpan<float> input, float[] matrix, Span<float> output)
        {
            for (int i = 0; i < input.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(matrix.AsSpan(i * output.Length, output.Length), input[i], output, output);
            }
        }
    }
}
