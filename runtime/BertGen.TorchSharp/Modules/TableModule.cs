using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace BertGen.Torch;

/// <summary>Vectors that are looked up: <c>weight</c>, [rows, width].</summary>
public sealed class TableModule : torch.nn.Module
{
    internal TableModule(string name, Parameter weight)
        : base(name)
    {
        Weight = weight;
        RegisterComponents();
    }

    /// <summary>[rows, width].</summary>
    [field: ComponentName(Name = "weight")]
    public Parameter Weight { get; private set; }

    /// <summary>Looks vectors up.</summary>
    /// <param name="indices">[count].</param>
    /// <returns>[count, width].</returns>
    public torch.Tensor Lookup(torch.Tensor indices) => Weight.index_select(0, indices);
}
