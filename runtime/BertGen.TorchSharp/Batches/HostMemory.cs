using TorchSharp;

namespace BertGen.Torch.Batches;

/// <summary>Tensors that this process can read and write directly.</summary>
internal static class HostMemory
{
    /// <summary>A tensor whose values are not set.</summary>
    /// <param name="count">Number of values.</param>
    /// <param name="type">Their type.</param>
    /// <param name="isPinned">Whether a device can copy it by itself, while this process goes on.</param>
    public static torch.Tensor Empty(long count, torch.ScalarType type, bool isPinned)
    {
        torch.Tensor pageable = torch.empty([count], type);
        if (!isPinned)
        {
            return pageable;
        }

        using (pageable)
        {
            return pageable.pin_memory();
        }
    }
}
