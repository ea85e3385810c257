using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch.nn;

namespace BertGen.Torch;

/// <summary>A LayerNorm: <c>weight</c> and <c>bias</c>, [width].</summary>
public sealed class NormModule : torch.nn.Module
{
    private readonly long[] _shape;

    internal NormModule(string name, Parameter weight, Parameter bias)
        : base(StateNames.Last(name))
    {
        StateName = name;
        (Weight, Bias) = (weight, bias);
        _shape = [weight.numel()];
        RegisterComponents();
    }

    /// <summary>Its state-dict name in the model.</summary>
    internal string StateName { get; }

    /// <summary>[width].</summary>
    [field: ComponentName(Name = "weight")]
    public Parameter Weight { get; private set; }

    /// <summary>[width].</summary>
    [field: ComponentName(Name = "bias")]
    public Parameter Bias { get; private set; }

    /// <summary>Normalises rows.</summary>
    /// <param name="input">[rows, width].</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <returns>[rows, width].</returns>
    public torch.Tensor Normalize(torch.Tensor input, double epsilon) => functional.layer_norm(input, _shape, Weight, Bias, epsilon);
}
