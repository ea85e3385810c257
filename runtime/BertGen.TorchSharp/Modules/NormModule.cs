using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch.nn;

namespace BertGen.Torch;

/// <summary>A LayerNorm, or an RMSNorm, which subtracts no mean: <c>weight</c> and, where it has one, <c>bias</c>, [width].</summary>
public sealed class NormModule : torch.nn.Module
{
    private readonly long[] _shape;
    private readonly bool _isRms;

    internal NormModule(string name, Parameter weight, Parameter? bias, bool isRms = false)
        : base(StateNames.Last(name))
    {
        StateName = name;
        (Weight, Bias) = (weight, bias);
        _shape = [weight.numel()];
        _isRms = isRms;
        RegisterComponents();
    }

    /// <summary>Its state-dict name in the model.</summary>
    internal string StateName { get; }

    /// <summary>[width].</summary>
    [field: ComponentName(Name = "weight")]
    public Parameter Weight { get; private set; }

    /// <summary>[width], or null.</summary>
    [field: ComponentName(Name = "bias")]
    public Parameter? Bias { get; private set; }

    /// <summary>Normalises rows.</summary>
    /// <param name="input">[rows, width].</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <returns>[rows, width].</returns>
    public torch.Tensor Normalize(torch.Tensor input, double epsilon) =>
        _isRms ? NormalizeByRoot(input, epsilon) : functional.layer_norm(input, _shape, Weight, Bias, epsilon);

    private torch.Tensor NormalizeByRoot(torch.Tensor input, double epsilon)
    {
        using Scalar added = epsilon;
        using torch.Tensor squares = input.square();
        using torch.Tensor mean = squares.mean([-1L], keepdim: true);
        using torch.Tensor shifted = mean.add(added);
        using torch.Tensor inverse = shifted.rsqrt();
        using torch.Tensor normal = input.mul(inverse);
        return normal.mul(Weight);
    }
}
