using TorchSharp;
using TorchSharp.Modules;

namespace BertGen.Torch;

/// <summary>The weights of a learned mix, wherever they are: each is read from the device, and written to it.</summary>
public sealed class ScalarMixWeights
{
    private readonly ParameterList _parameters;

    internal ScalarMixWeights(ParameterList parameters) => _parameters = parameters;

    /// <summary>Number of layers.</summary>
    public int Length => _parameters.Count;

    /// <summary>The weight of a layer, before softmax.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public float this[int layer]
    {
        get => Read(_parameters[layer]);
        set => Write(_parameters[layer], value);
    }

    internal static float Read(torch.Tensor parameter)
    {
        using torch.Tensor detached = parameter.detach();
        return detached.ToSingle();
    }

    internal static void Write(torch.Tensor parameter, float value)
    {
        using IDisposable detached = torch.no_grad();
        using Scalar scalar = value;
        parameter.fill_(scalar);
    }
}
