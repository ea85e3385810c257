using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace BertGen.Torch;

/// <summary>Vectors that are looked up: <c>weight</c>, [rows, width].</summary>
public sealed class TableModule : torch.nn.Module
{
    internal TableModule(string name, Parameter weight)
        : base(StateNames.Last(name))
    {
        StateName = name;
        Weight = weight;
        RegisterComponents();
    }

    /// <summary>Its state-dict name in the model.</summary>
    internal string StateName { get; }

    /// <summary>[rows, width].</summary>
    [field: ComponentName(Name = "weight")]
    public Parameter Weight { get; private set; }

    /// <summary>Looks vectors up.</summary>
    /// <param name="indices">[count].</param>
    /// <returns>[count, width].</returns>
    public torch.Tensor Lookup(torch.Tensor indices) =>
        TorchTrace.Look(Weight.index_select(0, indices), "the lookup in", StateName);
}
