namespace BertGen.Engine.Batches;

/// <summary>
/// The arithmetic of windows. A text longer than a window is cut in windows that overlap by half (the indexer repeats the
/// pieces); of each window the middle is kept, of the first also its start, of the last also its end.
/// </summary>
/// <param name="maxPieces">Length of a window.</param>
/// <param name="startTokens">Special pieces at its start.</param>
/// <param name="endTokens">Special pieces at its end.</param>
internal readonly struct Recombination(int maxPieces, int startTokens, int endTokens)
{
    /// <summary>Pieces kept of every window.</summary>
    private readonly int _stride = (maxPieces - startTokens - endTokens) / 2;

    /// <summary>Where the kept middle of a window begins.</summary>
    private readonly int _middle = ((maxPieces - startTokens - endTokens) / 2 / 2) + startTokens;

    /// <summary>Length of a window.</summary>
    public int MaxPieces { get; } = maxPieces;

    /// <summary>Pieces that remain of <paramref name="length"/> pieces after recombination.</summary>
    public int KeptCount(int length)
        => length <= MaxPieces ? length : _middle + MiddleCount(length) + (length - TailStart(length));

    /// <summary>The piece that stands at <paramref name="index"/> after recombination of <paramref name="length"/> pieces.</summary>
    public int KeptPiece(int length, int index)
    {
        if (length <= MaxPieces || index < _middle)
        {
            return index;
        }

        index -= _middle;
        int middles = MiddleCount(length);
        return index < middles
            ? (index / _stride * MaxPieces) + _middle + (index % _stride)
            : TailStart(length) + index - middles;
    }

    /// <summary>Pieces in the middles of all windows, the last one possibly cut short.</summary>
    private int MiddleCount(int length)
        => (length / MaxPieces * _stride) + Math.Clamp((length % MaxPieces) - _middle, 0, _stride);

    /// <summary>Where the kept end of the last window begins; the length when nothing is left of it.</summary>
    private int TailStart(int length)
    {
        int lookback = length % MaxPieces == 0 ? MaxPieces : length % MaxPieces;
        return Math.Min(length, length - lookback + _middle + _stride);
    }
}
