using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Torch.Batches;
using TorchSharp;
using TorchSharp.Modules;

namespace BertGen.Torch;

/// <summary>
/// Reads the tensors that a compiled class asks for and makes modules of them, on the device of the class and in its type.
/// Opening it checks the whole table first: nothing is loaded from a checkpoint that does not fit.
/// </summary>
public sealed class TorchWeights : IDisposable
{
    private readonly Checkpoint _checkpoint;
    private readonly BoundWeights _weights;
    private readonly Dictionary<string, WeightSpec> _specs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);
    private readonly torch.Device _device;
    private readonly torch.ScalarType _type;
    private readonly bool _trains;

    private TorchWeights(Checkpoint checkpoint, ReadOnlySpan<WeightSpec> table, ModelConfig config, torch.Device device, BertPrecision precision, bool trains)
    {
        _weights = checkpoint.Bind(table, config);
        (_checkpoint, _device, _trains) = (checkpoint, device, trains);
        _type = precision switch
        {
            BertPrecision.BFloat16 => torch.ScalarType.BFloat16,
            BertPrecision.Float16 => torch.ScalarType.Float16,
            _ => torch.ScalarType.Float32,
        };
        foreach (WeightSpec spec in table)
        {
            _specs.Add(spec.Name, spec);
        }
    }

    /// <summary>Opens the weights of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="compiled">The config that the class was compiled from.</param>
    /// <param name="table">The tensors that it needs.</param>
    /// <param name="device">The device that the class was compiled for.</param>
    /// <param name="deviceIndex">Which of the devices of that kind.</param>
    /// <param name="precision">The precision that it was compiled for.</param>
    /// <param name="requiresGrad">Whether the weights are to be trained.</param>
    /// <returns>The weights; dispose them when the modules are made.</returns>
    /// <exception cref="TorchDeviceException">There is no such device.</exception>
    /// <exception cref="CheckpointException">
    /// A file is missing or broken, the config beside the weights is of another model, or a tensor is missing or of another
    /// shape or type.
    /// </exception>
    public static TorchWeights Open(
        PretrainedBertModel model,
        ModelConfig compiled,
        ReadOnlySpan<WeightSpec> table,
        BertDevice device,
        int deviceIndex,
        BertPrecision precision,
        bool requiresGrad = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        torch.Device found = TorchDevices.Find(device, deviceIndex);
        Checkpoint checkpoint = model.OpenCheckpoint(compiled);
        try
        {
            return new TorchWeights(checkpoint, table, compiled, found, precision, requiresGrad);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>A linear layer.</summary>
    /// <param name="name">Its state-dict name, without <c>.weight</c> and <c>.bias</c>.</param>
    public LinearModule Linear(string name) => new(name, Parameter(name + ".weight"), Bias(name));

    /// <summary>A LayerNorm.</summary>
    /// <param name="name">Its state-dict name, without <c>.weight</c> and <c>.bias</c>.</param>
    public NormModule Norm(string name) => new(name, Parameter(name + ".weight"), Bias(name));

    /// <summary>An RMSNorm, which subtracts no mean.</summary>
    /// <param name="name">Its state-dict name, without <c>.weight</c>.</param>
    public NormModule RmsNorm(string name) => new(name, Parameter(name + ".weight"), Bias(name), isRms: true);

    /// <summary>A LayerNorm that only some layers have.</summary>
    /// <param name="name">Its state-dict name, without <c>.weight</c> and <c>.bias</c>.</param>
    /// <returns>The LayerNorm; null where the class asks for none of that name.</returns>
    public NormModule? OptionalNorm(string name) => _specs.ContainsKey(name + ".weight") ? Norm(name) : null;

    /// <summary>A table of vectors.</summary>
    /// <param name="name">Its state-dict name, without <c>.weight</c>.</param>
    public TableModule Table(string name) => new(name, Parameter(name + ".weight"));

    /// <summary>The learned scalar mix; equal weights and gamma 1 where the checkpoint has none.</summary>
    /// <param name="name">Its state-dict name.</param>
    /// <param name="layerCount">Number of layers.</param>
    public ScalarMixModule ScalarMix(string name, int layerCount)
    {
        Parameter[] weights = [.. Enumerable.Range(0, layerCount).Select(layer => Scalar($"{name}.scalar_parameters.{layer}", absent: 0f))];
        return new ScalarMixModule(name, weights, Scalar($"{name}.gamma", absent: 1f));
    }

    /// <summary>Closes the checkpoint.</summary>
    public void Dispose() => _checkpoint.Dispose();

    private Parameter? Bias(string name) => _specs.ContainsKey(name + ".bias") ? Parameter(name + ".bias") : null;

    private Parameter Parameter(string name)
    {
        // What is tied is one parameter, whose gradient is that of all its uses.
        WeightSpec spec = _specs[name];
        string stored = _weights.StoredName(name);
        if (_parameters.TryGetValue(stored, out Parameter? tied))
        {
            return tied;
        }

        using torch.Tensor host = HostMemory.Empty(spec.Count, torch.ScalarType.Float32, isPinned: false);
        _weights.Read(name, MemoryMarshal.Cast<byte, float>(host.bytes));
        using torch.Tensor shaped = spec.Columns == 0 ? host.alias() : host.view(spec.Rows, spec.Columns);
        return _parameters[stored] = Own(shaped.to(_type, _device));
    }

    private Parameter Scalar(string name, float absent)
    {
        using torch.Tensor host = HostMemory.Empty(1, torch.ScalarType.Float32, isPinned: false);
        Span<float> value = MemoryMarshal.Cast<byte, float>(host.bytes);
        value[0] = absent;
        if (_weights.Has(name))
        {
            _weights.Read(name, value);
        }

        return Own(host.to(_device));
    }

    // A caller may be in a dispose scope, which the parameters must outlive.
    private Parameter Own(torch.Tensor values)
    {
        var parameter = new Parameter(values, _trains);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
