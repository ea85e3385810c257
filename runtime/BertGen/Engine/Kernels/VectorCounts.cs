namespace BertGen.Engine.Kernels;

/// <summary>The number of vectors in a row of a register tile, as a type.</summary>
internal interface IVectorCount
{
    static abstract int Count { get; }
}

/// <summary>What is left of an odd number of panels, where one vector is a whole panel.</summary>
internal readonly struct OneVector : IVectorCount
{
    public static int Count => 1;
}

internal readonly struct TwoVectors : IVectorCount
{
    public static int Count => 2;
}
