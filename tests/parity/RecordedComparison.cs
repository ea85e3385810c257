using BertGen.Parity.Differences;
using BertGen.Parity.Golden;

namespace BertGen.Parity;

/// <summary>
/// Holds a result against the recorded one wherever the same piece stands in both. A row that is recombined by its own
/// length has, at its end, pieces that the original loses.
/// </summary>
internal sealed class RecordedComparison(GoldenCase item)
{
    public Difference Difference { get; } = new(item.Title);

    /// <summary>The largest recorded number.</summary>
    public double Largest { get; private set; }

    public void Compare(float[] values)
    {
        int hidden = item.Config.HiddenSize;
        RecordedOutput recorded = item.ReadOutput();
        foreach (OutputPieces row in OutputPieces.OfRows(item))
        {
            for (int i = 0; i < row.Own.Length; i++)
            {
                int position = row.FirstPosition + i;
                ReadOnlySpan<float> found = values.AsSpan(position * hidden, hidden);
                if (row.Own[i] == OutputPieces.Padding)
                {
                    Bits.AssertZero(found, $"{item.Title}, padding at position {position}");
                    continue;
                }

                if (row.Own[i] == row.Recorded[i])
                {
                    // Only a window without any piece is not well conditioned, and this one has a piece.
                    Assert.True(recorded.IsWellConditioned(position));
                    Largest = Math.Max(Largest, recorded.Double(position).ToArray().Max(Math.Abs));
                    Difference.Add(recorded.Double(position), found, $"position {position}");
                }
            }
        }
    }
}
