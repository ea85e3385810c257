using TorchSharp;

namespace BertGen.Torch;

/// <summary>A product with weights, and a bias.</summary>
/// <param name="name">Its state-dict name in the model.</param>
public abstract class ProductModule(string name) : torch.nn.Module(StateNames.Last(name))
{
    /// <summary>Its state-dict name in the model.</summary>
    internal string StateName { get; } = name;

    /// <summary>The product with rows.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <returns>[rows, outputs].</returns>
    public abstract torch.Tensor Product(torch.Tensor input);

    /// <summary>The product without the bias.</summary>
    internal abstract torch.Tensor Multiply(torch.Tensor input);

    /// <summary>The bias as a tensor of the caller's.</summary>
    internal abstract torch.Tensor CopyBias();
}
