using TorchSharp;

namespace BertGen.Torch;

/// <summary>A product with weights, and a bias.</summary>
/// <param name="name">Its name in the module that holds it.</param>
public abstract class ProductModule(string name) : torch.nn.Module(name)
{
    /// <summary>The product with rows.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <returns>[rows, outputs].</returns>
    public abstract torch.Tensor Product(torch.Tensor input);
}
