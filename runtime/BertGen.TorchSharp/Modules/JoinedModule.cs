using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace BertGen.Torch;

/// <summary>
/// Linear layers with one input as one product. Each has its own name, and parameters that are a part of one tensor, so
/// that what is loaded into them, or learned, is in the product without a copy.
/// </summary>
public abstract class JoinedModule : ProductModule
{
    private readonly LinearModule[] _parts;
    private Joined _joined;

    /// <summary>Loads the layers.</summary>
    /// <param name="weights">Where they come from.</param>
    /// <param name="path">State-dict name of this module.</param>
    /// <param name="name">Its last part.</param>
    /// <param name="parts">Names of the layers in it.</param>
    protected JoinedModule(TorchWeights weights, string path, string name, params ReadOnlySpan<string> parts)
        : base(path)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _parts = new LinearModule[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            _parts[i] = weights.Linear($"{path}.{parts[i]}");
            register_module(parts[i], _parts[i]);
        }

        _joined = Join(_parts);
    }

    /// <inheritdoc/>
    public override torch.Tensor Product(torch.Tensor input)
    {
        if (!_parts[0].Weight.requires_grad || !torch.is_grad_enabled())
        {
            return functional.linear(input, _joined.Weight, _joined.Bias);
        }

        // A gradient finds its way to the parts only from a tensor that is made of them.
        using torch.Tensor weight = torch.cat([.. _parts.Select(part => (torch.Tensor)part.Weight)], 0);
        using torch.Tensor? bias = CatBiases(_parts);
        return functional.linear(input, weight, bias);
    }

    internal override torch.Tensor Multiply(torch.Tensor input)
    {
        using torch.Tensor weight = torch.cat([.. _parts.Select(part => (torch.Tensor)part.Weight)], 0);
        return functional.linear(input, weight);
    }

    internal override torch.Tensor CopyBias() => CatBiases(_parts)!;

    /// <summary>One of the layers.</summary>
    /// <param name="index">Its index among them.</param>
    protected LinearModule Part(int index) => _parts[index];

    /// <inheritdoc/>
    protected override void _toEpilog(torch.ScalarType? dtype, torch.Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);

        // The parts have moved, each to a place of its own.
        _joined.Dispose();
        _joined = Join(_parts);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _joined.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Joined Join(LinearModule[] parts)
    {
        using IDisposable detached = torch.no_grad();
        bool trains = parts[0].Weight.requires_grad;
        torch.Tensor weight = torch.cat([.. parts.Select(part => (torch.Tensor)part.Weight)], 0).DetachFromDisposeScope();
        torch.Tensor? bias = CatBiases(parts)?.DetachFromDisposeScope();
        long row = 0;
        foreach (LinearModule part in parts)
        {
            long rows = part.Weight.size(0);
            part.Replace(View(weight, row, rows, trains), bias is null ? null : View(bias, row, rows, trains));
            row += rows;
        }

        return new Joined(weight, bias);
    }

    /// <summary>All biases of layers that have them, or none of those that have not.</summary>
    private static torch.Tensor? CatBiases(LinearModule[] parts) =>
        parts[0].Bias is null ? null : torch.cat([.. parts.Select(part => (torch.Tensor)part.Bias!)], 0);

    private static Parameter View(torch.Tensor all, long start, long length, bool trains)
    {
        var view = new Parameter(all.narrow(0, start, length), trains);
        view.DetachFromDisposeScope();
        return view;
    }

    // No tensors of its own, which a module takes for buffers of its state.
    private sealed record Joined(torch.Tensor Weight, torch.Tensor? Bias) : IDisposable
    {
        public void Dispose()
        {
            Weight.Dispose();
            Bias?.Dispose();
        }
    }
}
