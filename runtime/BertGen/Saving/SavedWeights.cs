using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Training;

namespace BertGen.Saving;

/// <summary>
/// Writes all tensors of a model as one safetensors file, in float32 and under the names that the model's own class has. They
/// come from the checkpoint, not from the packed weights: a class need not have loaded all of them.
/// </summary>
internal sealed class SavedWeights
{
    private readonly SafetensorsWriter _writer = new();
    private float[] _buffer = [];

    /// <param name="checkpoint">What the model was loaded from.</param>
    /// <param name="config">The model that the class was compiled from.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="mix">Its learned mix, if it has one.</param>
    /// <param name="trained">Parameters that take the place of the checkpoint's tensors.</param>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape or type.</exception>
    public SavedWeights(Checkpoint checkpoint, ModelConfig config, IReadOnlyList<WeightSpec> tensors, ScalarMix? mix, ParameterSet? trained)
    {
        _writer.AddMetadata("format", "pt");
        // The mix as it is now is written in place of what was loaded.
        WeightSpec[] table = [.. tensors.Where(spec => !spec.Name.StartsWith(ScalarMix.Prefix, StringComparison.Ordinal))];
        BoundWeights weights = checkpoint.Bind(table, config);
        HashSet<string> names = [.. table.Select(spec => spec.Name)];
        foreach (WeightSpec spec in table.Where(spec => weights.Has(spec.Name)))
        {
            // What another tensor takes the place of is written as that one, if it is not of the table itself.
            string name = weights.IsStandIn(spec.Name) ? spec.StandIn! : spec.Name;
            if (name != spec.Name && names.Contains(name))
            {
                continue;
            }

            long[] shape = spec.Columns == 0 ? [spec.Rows] : [spec.Rows, spec.Columns];
            Parameter? parameter = null;
            _ = trained?.TryGet(spec.Name, out parameter);
            _writer.AddStreamed(
                name, TensorElementType.F32, shape, stream => Write(parameter is null ? Read(weights, spec) : parameter.Current, stream));
        }

        if (mix is not null)
        {
            Add(mix);
        }
    }

    public void Write(Stream stream) => _writer.Write(stream);

    // All of it before any is written: it is checked when it has been read.
    private ReadOnlySpan<float> Read(BoundWeights weights, WeightSpec spec)
    {
        if (_buffer.Length < spec.Count)
        {
            _buffer = GC.AllocateUninitializedArray<float>(spec.Count);
        }

        weights.Read(spec.Name, _buffer.AsSpan(0, spec.Count));
        return _buffer.AsSpan(0, spec.Count);
    }

    private static void Write(ReadOnlySpan<float> values, Stream stream)
    {
        const int Portion = 1 << 20; // the length of a span of bytes is an int
        for (int start = 0; start < values.Length; start += Portion)
        {
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Portion, values.Length - start))));
        }
    }

    private void Add(ScalarMix mix)
    {
        for (int layer = 0; layer < mix.Weights.Length; layer++)
        {
            _writer.Add($"{ScalarMix.Prefix}scalar_parameters.{layer}", [1], [mix.Weights[layer]]);
        }

        _writer.Add($"{ScalarMix.Prefix}gamma", [1], [mix.Gamma]);
    }
}
