using BertGen.Parity.Golden;

namespace BertGen.Parity.Differences;

/// <summary>The rule of recombination, written down literally and apart from the runtime.</summary>
internal static class Recombined
{
    /// <summary>
    /// The pieces that remain of <paramref name="length"/> pieces: the start of the first window, the middle of every
    /// window, the end of the last one.
    /// </summary>
    public static int[] Pieces(int length, RecordedOptions options)
    {
        int window = options.MaxPieces;
        if (length <= window)
        {
            return [.. Enumerable.Range(0, length)];
        }

        int middle = (options.Stride / 2) + options.StartTokens;
        int middleEnd = middle + options.Stride;
        int lastWindow = length % window == 0 ? window : length % window;
        return
        [
            .. Enumerable.Range(0, middle),
            .. Enumerable.Range(0, length).Where(piece => piece % window >= middle && piece % window < middleEnd),
            .. Enumerable.Range(0, length).Skip(length - lastWindow + middleEnd),
        ];
    }

    /// <summary>Pieces of a row up to its last one that is not padding.</summary>
    public static int OwnLength(ReadOnlySpan<int> row) => row.TrimEnd(0).Length;
}
