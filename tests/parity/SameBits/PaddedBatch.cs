using BertGen.Parity.Golden;

namespace BertGen.Parity.SameBits;

/// <summary>Texts as one padded tensor.</summary>
internal static class PaddedBatch
{
    public static IntTensor Of(IReadOnlyList<int[]> texts, int extraColumns = 0)
    {
        int width = texts.Max(text => text.Length) + extraColumns;
        int[] values = new int[texts.Count * width];
        for (int row = 0; row < texts.Count; row++)
        {
            texts[row].CopyTo(values, row * width);
        }

        return new IntTensor(values, [texts.Count, width]);
    }

    /// <summary>The result of each text: its row, which must be zero after the text's own <paramref name="lengths"/>.</summary>
    public static float[][] Split(float[] values, IReadOnlyList<int> lengths)
    {
        int width = values.Length / lengths.Count;
        return [.. lengths.Select((length, row) => CutPadding(values.AsSpan(row * width, width), length, row))];
    }

    private static float[] CutPadding(ReadOnlySpan<float> row, int length, int index)
    {
        Bits.AssertZero(row[length..], $"padding of row {index}");
        return row[..length].ToArray();
    }
}
