using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BertGen.Checkpoints;

/// <summary>The tensors of a checkpoint that a model asked for: all there, of the right shape and type.</summary>
/// <remarks>Valid as long as the checkpoint is open; made by <see cref="Checkpoint.Bind"/>.</remarks>
public sealed unsafe class BoundWeights
{
    /// <summary>What a processor reads or checks at once: far below the 2 GiB that a span of bytes can hold.</summary>
    private const int ElementsPerPart = 1 << 16;

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

        fixed (float* start = destination)
        {
            float* values = start;
            CheckParts(tensor, values, destination.Length, (first, length) =>
            {
                ReadOnlySpan<byte> bytes = _checkpoint.GetBytes(tensor, (long)first * elementSize, length * elementSize);
                FloatConversion.ToFloat32(tensor.Type, bytes, new Span<float>(values + first, length));
            });
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
        fixed (float* start = values)
        {
            CheckParts(tensor, start, values.Length, read: null);
        }

        return true;
    }

    private static bool IsAligned(ReadOnlySpan<byte> bytes)
    {
        // Mapped memory does not move, and copies of elements that lie apart move by whole words only.
        fixed (byte* start = bytes)
        {
            return (nuint)start % sizeof(float) == 0;
        }
    }

    /// <summary>Reads and checks values part by part, on all processors; of values that are not finite, the first is reported.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">Its values.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="read">Writes the values of a part, first position and length; null where they are there.</param>
    private void CheckParts(TensorEntry tensor, float* values, int count, Action<int, int>? read)
    {
        int[] positions = new int[(int)(((long)count + ElementsPerPart - 1) / ElementsPerPart)];
        ParallelLoop.Run(positions.Length, part =>
        {
            int first = part * ElementsPerPart;
            int length = Math.Min(ElementsPerPart, count - first);
            read?.Invoke(first, length);
            int position = FiniteCheck.FindFirst(new ReadOnlySpan<float>(values + first, length));
            positions[part] = position < 0 ? -1 : first + position;
        });
        int[] found = Array.FindAll(positions, position => position >= 0);
        if (found.Length > 0)
        {
            string index = string.Join(", ", tensor.IndexOf(found[0]));
            string value = values[found[0]].ToString(CultureInfo.InvariantCulture);
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
