using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace BertGen.Torch;

/// <summary>
/// A learned scalar mix: <c>gamma * sum over layers k of softmax(weights)[k] * layer k</c>. Its tensors are
/// <c>scalar_parameters.0</c>, one for each layer, and <c>gamma</c>, [1] each, in float32 whatever the precision.
/// </summary>
public sealed class ScalarMixModule : torch.nn.Module
{
    [ComponentName(Name = "scalar_parameters")]
    private readonly ParameterList _weights;

    internal ScalarMixModule(string name, Parameter[] weights, Parameter gamma)
        : base(name)
    {
        _weights = new ParameterList(weights);
        GammaParameter = gamma;
        Weights = new ScalarMixWeights(_weights);
        RegisterComponents();
    }

    /// <summary>One weight for each layer, bottom layer first, before softmax.</summary>
    public ScalarMixWeights Weights { get; }

    /// <summary>The common factor.</summary>
    public float Gamma
    {
        get => ScalarMixWeights.Read(GammaParameter);
        set => ScalarMixWeights.Write(GammaParameter, value);
    }

    [field: ComponentName(Name = "gamma")]
    private Parameter GammaParameter { get; set; }

    /// <summary>A copy in memory of this process.</summary>
    internal ScalarMix ToHost()
    {
        var mix = new ScalarMix(Weights.Length) { Gamma = Gamma };
        for (int layer = 0; layer < Weights.Length; layer++)
        {
            mix.Weights[layer] = Weights[layer];
        }

        return mix;
    }

    /// <summary>The factor of every layer.</summary>
    /// <param name="type">The type of the vectors that are mixed.</param>
    /// <returns>[layers].</returns>
    public torch.Tensor Factors(torch.ScalarType type)
    {
        using torch.Tensor weights = torch.cat([.. _weights.Select(weight => (torch.Tensor)weight)], 0);
        using torch.Tensor softmax = weights.softmax(0);
        using torch.Tensor factors = softmax.mul(GammaParameter);
        return factors.to(type);
    }
}
