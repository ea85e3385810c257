namespace BertGen.Checkpoints;

/// <summary>Where the elements of a tensor are copied from that lie apart.</summary>
internal interface IElementSource
{
    /// <summary>Copies elements that are equally far apart.</summary>
    /// <param name="position">How many elements behind the first one of the tensor they begin.</param>
    /// <param name="stride">Elements from one to the next.</param>
    /// <param name="destination">Receives them.</param>
    void Read<T>(long position, long stride, Span<T> destination)
        where T : unmanaged;
}
