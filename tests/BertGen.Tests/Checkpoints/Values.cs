using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

/// <summary>Reads tensors as a model does.</summary>
internal static class Values
{
    public static float[] Read(BoundWeights weights, WeightSpec spec)
    {
        float[] values = new float[spec.Count];
        weights.Read(spec.Name, values);
        return values;
    }

    public static float[] Read(Checkpoint checkpoint, WeightSpec spec) => Read(checkpoint.Bind([spec]), spec);
}
