using BertGen.Parity.Golden;

namespace BertGen.Parity.Differences;

/// <summary>Finds from options and inputs alone, never from the name, in what a case must differ.</summary>
internal static class Classification
{
    public static DeliberateDifference Classify(this GoldenCase item)
    {
        if (InvalidOption.Find(item) is not null)
        {
            return DeliberateDifference.OptionsAreChecked;
        }

        if (InvalidInput.Find(item) is not null)
        {
            return DeliberateDifference.InputsAreChecked;
        }

        // The original folds the middle axes away when it cuts windows, but not when it puts them together.
        bool severalRows = item.InputIds.Shape[1..^1].Any(length => length > 1);
        DeliberateDifference found = severalRows && item.InputIds.Width > item.Options.MaxPieces
            ? DeliberateDifference.LongRowsOfAnyRank
            : DeliberateDifference.None;
        foreach (OutputPieces row in OutputPieces.OfRows(item))
        {
            found |= row.Own.Contains(OutputPieces.Padding) ? DeliberateDifference.PaddingIsZero : 0;
            found |= row.IsOfOwnLength() ? DeliberateDifference.OwnLength : 0;
        }

        return found;
    }

    /// <summary>Whether a piece stands where the original has another one.</summary>
    private static bool IsOfOwnLength(this OutputPieces row) =>
        row.Own.Zip(row.Recorded).Any(pair => pair.First != OutputPieces.Padding && pair.First != pair.Second);
}
