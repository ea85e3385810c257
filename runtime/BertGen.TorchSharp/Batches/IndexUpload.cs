using System.Runtime.InteropServices;
using TorchSharp;

namespace BertGen.Torch.Batches;

/// <summary>
/// Lists of integers on their way to the device: side by side in one piece of pinned memory, so that one copy brings all of
/// them and nobody waits for it.
/// </summary>
internal sealed class IndexUpload
{
    private readonly List<long> _values = [];
    private readonly List<int> _ends = [];

    /// <summary>Adds a list.</summary>
    /// <returns>Its index among the tensors of <see cref="ToDevice"/>.</returns>
    public int Add(ReadOnlySpan<int> values)
    {
        _values.EnsureCapacity(_values.Count + values.Length);
        foreach (int value in values)
        {
            _values.Add(value);
        }

        _ends.Add(_values.Count);
        return _ends.Count - 1;
    }

    /// <summary>Copies all lists.</summary>
    /// <returns>A tensor of 64-bit integers for each list.</returns>
    public torch.Tensor[] ToDevice(torch.Device device)
    {
        using torch.Tensor host = HostMemory.Empty(_values.Count, torch.ScalarType.Int64, isPinned: device.type == DeviceType.CUDA);
        CollectionsMarshal.AsSpan(_values).CopyTo(MemoryMarshal.Cast<byte, long>(host.bytes));
        using torch.Tensor all = host.to(device, non_blocking: true);
        var parts = new torch.Tensor[_ends.Count];
        for (int i = 0, start = 0; i < parts.Length; start = _ends[i++])
        {
            parts[i] = all.narrow(0, start, _ends[i] - start);
        }

        return parts;
    }
}
