using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch.nn;

namespace BertGen.Torch;

/// <summary>One linear layer: <c>weight</c> [outputs, inputs] and, where it has one, <c>bias</c> [outputs].</summary>
public sealed class LinearModule : ProductModule
{
    internal LinearModule(string name, Parameter weight, Parameter? bias)
        : base(name)
    {
        (Weight, Bias) = (weight, bias);
        RegisterComponents();
    }

    /// <summary>[outputs, inputs].</summary>
    [field: ComponentName(Name = "weight")]
    public Parameter Weight { get; internal set; }

    /// <summary>[outputs], or null.</summary>
    [field: ComponentName(Name = "bias")]
    public Parameter? Bias { get; internal set; }

    /// <inheritdoc/>
    public override torch.Tensor Product(torch.Tensor input) => functional.linear(input, Weight, Bias);

    internal override torch.Tensor Multiply(torch.Tensor input) => functional.linear(input, Weight);

    internal override torch.Tensor CopyBias() => Bias!.alias();

    /// <summary>Puts parameters of the same shapes in place of its own.</summary>
    internal void Replace(Parameter weight, Parameter? bias)
    {
        Weight.Dispose();
        Bias?.Dispose();
        (Weight, Bias) = (weight, bias);
        ConditionallyRegisterParameter("weight", weight);
        if (bias is not null)
        {
            ConditionallyRegisterParameter("bias", bias);
        }
    }
}
