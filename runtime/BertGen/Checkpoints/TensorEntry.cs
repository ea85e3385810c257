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
