using System.Collections.Immutable;

namespace BertGen.Checkpoints;

/// <summary>A tensor that a checkpoint holds: its name, type and shape.</summary>
public sealed class TensorEntry
{
    internal TensorEntry(string name, TensorElementType type, ImmutableArray<long> shape, long byteLength)
    {
        Name = name;
        Type = type;
        Shape = shape;
        ByteLength = byteLength;
    }

    /// <summary>Tensors that are taken for one: their rows one below the other, in a type that all of them have.</summary>
    /// <returns>The whole; null where they have no common width, or several types.</returns>
    internal static TensorEntry? Join(IReadOnlyList<TensorEntry> parts)
    {
        TensorEntry first = parts[0];
        if (parts.Count == 1)
        {
            return first;
        }

        if (first.Shape.IsEmpty || parts.Any(part => part.Type != first.Type || part.Shape.Length != first.Shape.Length || !part.Shape.Skip(1).SequenceEqual(first.Shape.Skip(1))))
        {
            return null;
        }

        string name = string.Join(" + ", parts.Select(part => part.Name));
        return new TensorEntry(name, first.Type, first.Shape.SetItem(0, parts.Sum(part => part.Shape[0])), parts.Sum(part => part.ByteLength)) { Parts = [.. parts] };
    }

    /// <summary>The stored tensors that it is made of: itself, unless it was joined.</summary>
    internal ImmutableArray<TensorEntry> Parts
    {
        get => field.IsDefault ? [this] : field;
        private init;
    }

    /// <summary>The name as stored, prefix included.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public TensorElementType Type { get; }

    /// <summary>The dimensions, outermost first; empty for a single value.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Size of the stored elements in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Type and shape as they are written in messages, such as <c>F16 [30522, 768]</c>.</summary>
    public string Description => $"{Type.Name()} [{string.Join(", ", Shape)}]";

    /// <summary>The index in each dimension of an element, given its position in row-major order.</summary>
    internal long[] IndexOf(long position)
    {
        long[] index = new long[Shape.Length];
        for (int i = index.Length - 1; i >= 0; i--)
        {
            (position, index[i]) = Math.DivRem(position, Shape[i]);
        }

        return index;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Description}";
}
