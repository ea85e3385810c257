using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BertGen.Checkpoints;

/// <summary>The tensors of a checkpoint that a model asked for: all there, of the right shape and type.</summary>
/// <remarks>Valid as long as the checkpoint is open; made by <see cref="Checkpoint.Bind"/>.</remarks>
public sealed class BoundWeights
{
    // Keeps a part of a tensor well below the 2 GiB that a span of bytes can hold.
    private const int ElementsPerPart = 1 << 20;

    private readonly Checkpoint _checkpoint;
    private readonly Dictionary<string, TensorEntry?> _tensors;

    internal BoundWeights(Checkpoint checkpoint, Dictionary<string, TensorEntry?> tensors)
    {
        _checkpoint = checkpoint;
        _tensors = tensors;
    }

    /// <summary>Whether the checkpoint holds a tensor of the table; only an optional one can be absent.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <exception cref="ArgumentException">The table has no such name.</exception>
    public bool Has(string name) => TryFind(name, out _);

    /// <summary>Copies a tensor, converted to float32: F16 and BF16 exactly, F64 rounded to nearest.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <param name="destination">Receives the row-major values; its length is their number.</param>
    /// <exception cref="ArgumentException">
    /// The table has no such name, the tensor is optional and absent, or the destination has another length.
    /// </exception>
    /// <exception cref="CheckpointException">A value is not finite as float32.</exception>
    public void Read(string name, Span<float> destination)
    {
        TensorEntry tensor = Find(name);
        int elementSize = tensor.Type.Bits() / 8;
        long count = tensor.ByteLength / elementSize;
        if (destination.Length != count)
        {
            throw new ArgumentException($"{name} has {count} values; the destination has room for {destination.Length}.", nameof(destination));
        }

        for (int start = 0; start < destination.Length; start += ElementsPerPart)
        {
            Span<float> part = destination.Slice(start, Math.Min(ElementsPerPart, destination.Length - start));
            ReadOnlySpan<byte> bytes = _checkpoint.GetBytes(tensor, (long)start * elementSize, part.Length * elementSize);
            FloatConversion.ToFloat32(tensor.Type, bytes, part);
            CheckFinite(tensor, part, start);
        }
    }

    /// <summary>Gives a tensor's values where they are float32 and aligned, mostly without a copy: where they lie in the file.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <param name="values">The row-major values; valid until the checkpoint is disposed.</param>
    /// <returns>False where the values need <see cref="Read"/>.</returns>
    /// <exception cref="ArgumentException">The table has no such name, or the tensor is optional and absent.</exception>
    /// <exception cref="CheckpointException">A value is not finite.</exception>
    public bool TryGetFloat32(string name, out ReadOnlySpan<float> values)
    {
        TensorEntry tensor = Find(name);
        values = default;
        if (tensor.Type != TensorElementType.F32 || tensor.ByteLength > int.MaxValue)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = _checkpoint.GetBytes(tensor, 0, (int)tensor.ByteLength);
        if (!IsAligned(bytes))
        {
            return false;
        }

        values = MemoryMarshal.Cast<byte, float>(bytes);
        CheckFinite(tensor, values, 0);
        return true;
    }

    private static unsafe bool IsAligned(ReadOnlySpan<byte> bytes)
    {
        // Mapped memory does not move, and copies of elements that lie apart move by whole words only.
        fixed (byte* start = bytes)
        {
            return (nuint)start % sizeof(float) == 0;
        }
    }

    private void CheckFinite(TensorEntry tensor, ReadOnlySpan<float> values, long start)
    {
        int position = FiniteCheck.FindFirst(values);
        if (position >= 0)
        {
            string index = string.Join(", ", tensor.IndexOf(start + position));
            string value = values[position].ToString(CultureInfo.InvariantCulture);
            throw new CheckpointException(_checkpoint.Path, tensor.Name, $"{tensor.Name}: expected finite numbers, found {value} at [{index}].");
        }
    }

    private TensorEntry Find(string name) => TryFind(name, out TensorEntry? tensor)
        ? tensor
        : throw new ArgumentException($"{name} is optional and the checkpoint does not hold it.", nameof(name));

    private bool TryFind(string name, [NotNullWhen(true)] out TensorEntry? tensor) => _tensors.TryGetValue(name, out tensor)
        ? tensor is not null
        : throw new ArgumentException($"The table of weights has no {name}.", nameof(name));
}
