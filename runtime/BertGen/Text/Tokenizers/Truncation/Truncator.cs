namespace BertGen.Text.Tokenizers.Truncation;

/// <summary>How many pieces of each text a row has, and the windows that the rest is cut into.</summary>
internal static class Truncator
{
    /// <summary>The pieces that are kept of one text or two.</summary>
    /// <param name="first">Pieces of the first text.</param>
    /// <param name="second">Pieces of the second one; -1 for none.</param>
    /// <param name="room">The most pieces of both.</param>
    /// <param name="strategy">Which of them is cut.</param>
    /// <exception cref="ArgumentException">The one that may be cut is too short.</exception>
    public static (int First, int Second) Fit(int first, int second, int room, TruncationStrategy strategy)
    {
        bool isPair = second >= 0;
        int total = first + Math.Max(second, 0);
        if (room == 0)
        {
            return (0, isPair ? 0 : second);
        }

        if (total <= room)
        {
            return (first, second);
        }

        if (strategy == TruncationStrategy.LongestFirst)
        {
            return isPair ? FitLongestFirst(first, second, room) : (room, second);
        }

        bool cutsFirst = strategy == TruncationStrategy.OnlyFirst;
        int length = cutsFirst ? first : second;
        int removed = total - room;
        if (length <= removed)
        {
            throw new ArgumentException(cutsFirst || isPair
                ? $"expected a {(cutsFirst ? "first" : "second")} text of more than {removed} pieces to cut, found {length}"
                : "expected a second text to cut, found one text alone");
        }

        return cutsFirst ? (first - removed, second) : (first, second - removed);
    }

    /// <summary>The windows that a text is cut into, the one that is kept first.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="length">The most pieces of a window.</param>
    /// <param name="stride">How many pieces of the window before are in the next one again.</param>
    /// <param name="side">The side that is cut off.</param>
    /// <exception cref="ArgumentException">The windows would not advance.</exception>
    public static Window[] Cut(int count, int length, int stride, TextSide side)
    {
        if (length >= count)
        {
            return [new Window(0, count)];
        }

        if (length == 0)
        {
            return [new Window(0, 0), new Window(0, count)];
        }

        CheckStride(stride, length);
        int step = length - stride;
        var windows = new Window[((count - length + step - 1) / step) + 1];
        for (int i = 0; i < windows.Length; i++)
        {
            int skipped = i * step;
            windows[i] = side == TextSide.Right
                ? new Window(skipped, Math.Min(skipped + length, count))
                : new Window(Math.Max(count - skipped - length, 0), count - skipped);
        }

        return windows;
    }

    /// <summary>The part of a text that is kept.</summary>
    /// <exception cref="ArgumentException">Windows would not advance.</exception>
    public static Window Keep(int count, int length, int stride, TextSide side)
    {
        if (length >= count)
        {
            return new Window(0, count);
        }

        if (length > 0)
        {
            CheckStride(stride, length);
        }

        return side == TextSide.Right ? new Window(0, length) : new Window(count - length, count);
    }

    private static void CheckStride(int stride, int length)
    {
        if (stride >= length)
        {
            throw new ArgumentException($"expected a stride below the {length} pieces that a window has room for, found {stride}");
        }
    }

    private static (int First, int Second) FitLongestFirst(int first, int second, int room)
    {
        bool swaps = first > second;
        int shorter = Math.Min(first, second);
        int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return swaps ? (longer, shorter) : (shorter, longer);
    }
}
