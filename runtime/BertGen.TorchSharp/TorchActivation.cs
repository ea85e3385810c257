using BertGen.Engine;
using TorchSharp;
using GeluForm = TorchSharp.Modules.GELU.Approximate;

namespace BertGen.Torch;

/// <summary>An activation on tensors.</summary>
/// <param name="Function">The function.</param>
/// <param name="InPlace">The same in place, where the library has that.</param>
internal sealed record TorchActivation(Func<torch.Tensor, torch.Tensor> Function, Func<torch.Tensor, torch.Tensor>? InPlace)
{
    /// <summary>The activation of a name; all there are have a line here.</summary>
    public static TorchActivation Of(Activation activation) => activation switch
    {
        Activation.None => new(static x => x.alias(), static x => x),
        Activation.Gelu => new(static x => x.gelu(), static x => x.gelu_()),
        Activation.GeluTanh => new(static x => x.gelu(GeluForm.tanh), static x => x.gelu_(GeluForm.tanh)),
        Activation.Relu => new(static x => x.relu(), static x => x.relu_()),
        Activation.Silu => new(static x => x.silu(), static x => x.silu_()),
        Activation.QuickGelu => new(QuickGelu, null),
        Activation.Mish => new(Mish, null),
        Activation.Tanh => new(static x => x.tanh(), static x => x.tanh_()),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "This is no activation."),
    };

    private static torch.Tensor QuickGelu(torch.Tensor x)
    {
        using Scalar slope = 1.702f;
        using torch.Tensor scaled = x.mul(slope);
        using torch.Tensor sigmoid = scaled.sigmoid();
        return x.mul(sigmoid);
    }

    private static torch.Tensor Mish(torch.Tensor x)
    {
        using torch.Tensor softplus = x.softplus();
        using torch.Tensor tangent = softplus.tanh();
        return x.mul(tangent);
    }
}
