using System.ComponentModel;
using BertGen.Checkpoints;

namespace BertGen.Engine.Pipeline;

/// <summary>LayerNorm of the sentence vector.</summary>
/// <param name="Folder">Its folder in that of the model, with <c>norm.weight</c> and <c>norm.bias</c>.</param>
/// <param name="Width">Values in the vector.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LayerNormModule(string Folder, int Width) : SentenceModule
{
    private const double Epsilon = 1e-5;

    /// <inheritdoc/>
    internal override LoadedModule Load(string root)
    {
        float[][] weights = ModuleWeights.Read(root, Folder, WeightSpec.Vector("norm.weight", Width), WeightSpec.Vector("norm.bias", Width));
        return new Loaded(weights[0], weights[1]);
    }

    private sealed class Loaded(float[] weight, float[] bias) : LoadedModule
    {
        public override void Apply(SentenceState state)
        {
            float[] vector = state.Sentence;
            double mean = 0, variance = 0;
            foreach (float value in vector)
            {
                mean += value;
            }

            mean /= vector.Length;
            foreach (float value in vector)
            {
                variance += (value - mean) * (value - mean);
            }

            double scale = 1 / Math.Sqrt((variance / vector.Length) + Epsilon);
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] = (float)(((vector[i] - mean) * scale * weight[i]) + bias[i]);
            }
        }
    }
}
