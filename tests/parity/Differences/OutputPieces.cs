using BertGen.Parity.Golden;

namespace BertGen.Parity.Differences;

/// <summary>Which piece stands at each position of a row of the result: here, and in the original.</summary>
internal sealed class OutputPieces
{
    /// <summary>A position where padding stands.</summary>
    public const int Padding = -1;

    private OutputPieces(int[] own, int[] recorded, int firstPosition) => (Own, Recorded, FirstPosition) = (own, recorded, firstPosition);

    /// <summary>The pieces here: the row is recombined by its own length.</summary>
    public int[] Own { get; }

    /// <summary>The pieces of the original: every row is recombined by the length of the longest. Some have id 0.</summary>
    public int[] Recorded { get; }

    /// <summary>Index of the row's first position, counted over all rows.</summary>
    public int FirstPosition { get; }

    public static IEnumerable<OutputPieces> OfRows(GoldenCase item) => Enumerable.Range(0, item.InputIds.RowCount).Select(row => Of(item, row));

    private static OutputPieces Of(GoldenCase item, int row)
    {
        ReadOnlySpan<int> ids = item.InputIds.Row(row);
        int[] kept = Recombined.Pieces(ids.Length, item.Options);
        int[] ownKept = Recombined.Pieces(Recombined.OwnLength(ids), item.Options);

        int[] places = item.Offsets is { } offsets ? offsets.Row(row).ToArray() : [.. Enumerable.Range(0, kept.Length)];
        int[] own = new int[places.Length];
        int[] recorded = new int[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            recorded[i] = kept[places[i]];
            int piece = places[i] < ownKept.Length ? ownKept[places[i]] : Padding;
            own[i] = piece == Padding || ids[piece] == 0 ? Padding : piece;
        }

        return new OutputPieces(own, recorded, row * places.Length);
    }
}
