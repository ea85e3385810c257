namespace BertGen.Text;

/// <summary>How much is kept of two texts that share a row, as the fast tokenizers of Hugging Face cut them, the longest first.</summary>
internal static class PairLengths
{
    /// <summary>The pieces that are kept of each text.</summary>
    /// <param name="first">Pieces of the first text.</param>
    /// <param name="second">Pieces of the second.</param>
    /// <param name="room">Pieces that the row has room for, special pieces apart.</param>
    public static (int First, int Second) Cut(int first, int second, int room)
    {
        if (first + second <= room)
        {
            return (first, second);
        }

        // It is no loop over single pieces: the longer text is cut to the shorter or to what is left, and then both to halves, of
        // which the longer text has the odd piece. Of equal texts the second counts as the longer.
        bool isSecondLonger = second >= first;
        int shorter = Math.Min(first, second);
        int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return isSecondLonger ? (shorter, longer) : (longer, shorter);
    }
}
