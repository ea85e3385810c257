namespace BertGen.Engine.Kernels;

/// <summary>What the backward pass of one head reads and writes beside the head itself.</summary>
internal readonly unsafe ref struct AttentionHeadGradient
{
    /// <summary>Gradient of the context, one row per wanted piece.</summary>
    public required float* Context { get; init; }

    /// <summary>Floats from one row of it to the next.</summary>
    public required nint ContextStride { get; init; }

    /// <summary>Where the gradient of the queries goes: of the sequence's first piece.</summary>
    public required float* Queries { get; init; }

    /// <summary>Where that of the keys goes.</summary>
    public required float* Keys { get; init; }

    /// <summary>Where that of the values goes.</summary>
    public required float* Values { get; init; }

    /// <summary>Whether the gradients of keys and values are added to what is there: that of another head with the same.</summary>
    public bool AddsToKeys { get; init; }

    /// <summary>Sums for the distances of key and query, that for distance 0, the others around it; null where they are not wanted.</summary>
    public float* Bias { get; init; }

    /// <summary>Floats from one piece to the next.</summary>
    public required nint Stride { get; init; }
}
