using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using BertGen.Engine.Threading;

namespace BertGen.Checkpoints;

/// <summary>The tensors of a checkpoint that a model asked for: all there, of the right shape and type.</summary>
/// <remarks>Valid as long as the checkpoint is open; made by <see cref="Checkpoint.Bind(ReadOnlySpan{WeightSpec})"/>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class BoundWeights
{
    /// <summary>What a thread reads and checks at once: it stays in the cache until it has been checked.</summary>
    private const int ElementsPerPart = 1 << 16;

    private readonly Checkpoint _checkpoint;
    private readonly Dictionary<string, TensorEntry?> _tensors;
    private readonly HashSet<string> _standIns;

    internal BoundWeights(Checkpoint checkpoint, Dictionary<string, TensorEntry?> tensors, HashSet<string> standIns)
    {
        _checkpoint = checkpoint;
        _tensors = tensors;
        _standIns = standIns;
    }

    /// <summary>Takes the values of a part of a tensor.</summary>
    /// <param name="part">Number of the part.</param>
    /// <param name="values">Its values; valid during the call.</param>
    internal delegate void PartReader(int part, ReadOnlySpan<float> values);

    /// <summary>Whether the checkpoint holds a tensor of the table; only an optional one can be absent.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <exception cref="ArgumentException">The table has no such name.</exception>
    public bool Has(string name) => TryFind(name, out _);

    /// <summary>Whether another tensor of the checkpoint takes the place of this one.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    internal bool IsStandIn(string name) => _standIns.Contains(name);

    /// <summary>The name of a tensor in the checkpoint, by which two of the table may be one.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <exception cref="ArgumentException">The table has no such name, or the tensor is optional and absent.</exception>
    internal string StoredName(string name) => Find(name).Name;

    /// <summary>Copies a tensor, converted to float32: F16 and BF16 exactly, F64 rounded to nearest.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <param name="destination">Receives the row-major values; its length is their number.</param>
    /// <exception cref="ArgumentException">
    /// The table has no such name, the tensor is optional and absent, or the destination has another length.
    /// </exception>
    /// <exception cref="CheckpointException">
    /// A value is not finite as float32, or the file was written to, or cut, since the checkpoint was opened; what the destination
    /// holds then is of no use.
    /// </exception>
    public void Read(string name, Span<float> destination)
    {
        TensorEntry tensor = Find(name);
        long count = CountOf(tensor);
        if (destination.Length != count)
        {
            throw new ArgumentException($"{name} has {count} values; the destination has room for {destination.Length}.", nameof(destination));
        }

        fixed (float* start = destination)
        {
            float* values = start;
            ReadParts(tensor, CountParts(destination.Length, ElementsPerPart), (part, bytes) =>
            {
                (int first, int length) = PartOf(part, ElementsPerPart, (int)count);
                var target = new Span<float>(values + first, length);
                ReadValues(tensor, bytes, first, target);
                return FindNotFinite(first, target);
            });
        }
    }

    /// <summary>Hands a tensor over part by part, on all processors and in any order.</summary>
    /// <param name="name">A name of the table, without prefix.</param>
    /// <param name="partCount">Number of parts.</param>
    /// <param name="place">First value and number of values of a part; the parts are the whole tensor.</param>
    /// <param name="read">Takes the values of a part, converted as by <see cref="Read"/>.</param>
    /// <exception cref="ArgumentException">The table has no such name, or the tensor is optional and absent.</exception>
    /// <exception cref="CheckpointException">As for <see cref="Read"/>; what was taken then is of no use.</exception>
    internal void ReadParts(string name, int partCount, Func<int, (int First, int Length)> place, PartReader read)
    {
        TensorEntry tensor = Find(name);
        ReadParts(tensor, partCount, (part, bytes) =>
        {
            (int first, int length) = place(part);
            float[] buffer = ArrayPool<float>.Shared.Rent(length);
            try
            {
                Span<float> values = buffer.AsSpan(0, length);
                ReadValues(tensor, bytes, first, values);
                (int Position, float Value)? found = FindNotFinite(first, values);
                if (found is null)
                {
                    read(part, values);
                }

                return found;
            }
            finally
            {
                ArrayPool<float>.Shared.Return(buffer);
            }
        });
    }

    private static int CountParts(int count, int length) => (int)(((long)count + length - 1) / length);

    private static (int First, int Length) PartOf(int part, int length, int count) => (part * length, Math.Min(length, count - (part * length)));

    private static long CountOf(TensorEntry tensor) => tensor.ByteLength / (tensor.Type.Bits() / 8);

    private static void ReadValues(TensorEntry tensor, ITensorBytes bytes, int first, Span<float> values)
    {
        int elementSize = tensor.Type.Bits() / 8;
        if (tensor.Type == TensorElementType.F32)
        {
            bytes.Read((long)first * elementSize, MemoryMarshal.AsBytes(values));
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(ElementsPerPart * elementSize);
        try
        {
            for (int start = 0; start < values.Length; start += ElementsPerPart)
            {
                Span<float> target = values.Slice(start, Math.Min(ElementsPerPart, values.Length - start));
                Span<byte> source = buffer.AsSpan(0, target.Length * elementSize);
                bytes.Read(((long)first + start) * elementSize, source);
                FloatConversion.ToFloat32(tensor.Type, source, target);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (int Position, float Value)? FindNotFinite(int first, ReadOnlySpan<float> values) =>
        FiniteCheck.FindFirst(values) is >= 0 and var position ? (first + position, values[position]) : null;

    /// <summary>Reads a tensor part by part; of values that are not finite, the first is reported.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="partCount">Number of parts.</param>
    /// <param name="read">Reads a part; gives the first value that is not finite.</param>
    private void ReadParts(TensorEntry tensor, int partCount, Func<int, ITensorBytes, (int Position, float Value)?> read)
    {
        var found = new (int Position, float Value)?[partCount];
        using (ITensorBytes bytes = _checkpoint.OpenBytes(tensor))
        {
            WorkLoop.Run(partCount, part => found[part] = read(part, bytes));
        }

        // Before the values are judged: what is not finite may be what somebody is writing.
        _checkpoint.CheckUnchanged(tensor);
        if (Array.Find(found, value => value is not null) is var (position, value))
        {
            string index = string.Join(", ", tensor.IndexOf(position));
            throw new CheckpointException(
                _checkpoint.Path, tensor.Name, $"{tensor.Name}: expected finite numbers, found {value.ToString(CultureInfo.InvariantCulture)} at [{index}].");
        }
    }

    private TensorEntry Find(string name) => TryFind(name, out TensorEntry? tensor)
        ? tensor
        : throw new ArgumentException($"{name} is optional and the checkpoint does not hold it.", nameof(name));

    private bool TryFind(string name, [NotNullWhen(true)] out TensorEntry? tensor) => _tensors.TryGetValue(name, out tensor)
        ? tensor is not null
        : throw new ArgumentException($"The table of weights has no {name}.", nameof(name));
}
