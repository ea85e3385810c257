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

    /// <summary>Looks vectors up of a table with a row for padding: it never has a gradient, also where it is looked up.</summary>
    /// <param name="indices">[count].</param>
    /// <param name="padding">The row.</param>
    /// <returns>[count, width].</returns>
    public torch.Tensor Lookup(torch.Tensor indices, int padding)
    {
        ArgumentNullException.ThrowIfNull(indices);
        torch.Tensor vectors = Lookup(indices);
        if (!vectors.requires_grad)
        {
            return vectors;
        }

        using (vectors)
        {
            using Scalar row = padding;
            using torch.Tensor isPadding = indices.eq(row);
            using torch.Tensor rows = isPadding.unsqueeze(1);
            using torch.Tensor constants = vectors.detach();
            return torch.where(rows, constants, vectors);
        }
    }
}
