using BertGen.Engine.Batches;

namespace BertGen.Tests.Engine;

/// <summary>The arithmetic of windows against its definition, index by index.</summary>
public sealed class RecombinationTests
{
    public static TheoryData<int, int, int> Windows
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            for (int maxPieces = 2; maxPieces <= 13; maxPieces++)
            {
                foreach ((int start, int end) in new[] { (0, 0), (1, 1), (2, 1), (0, 3), (3, 2) })
                {
                    if ((maxPieces - start - end) / 2 >= 1)
                    {
                        data.Add(maxPieces, start, end);
                    }
                }
            }

            data.Add(512, 1, 1);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void KeptPiecesAreThoseOfTheDefinition(int maxPieces, int start, int end)
    {
        var recombination = new Recombination(maxPieces, start, end);
        for (int length = 0; length <= (maxPieces * 5) + 3; length++)
        {
            List<int> expected = Definition(length, maxPieces, start, end);
            Assert.Equal(expected.Count, recombination.KeptCount(length));
            Assert.Equal(expected, Enumerable.Range(0, expected.Count).Select(i => recombination.KeptPiece(length, i)));
        }
    }

    private static List<int> Definition(int length, int maxPieces, int start, int end)
    {
        if (length <= maxPieces)
        {
            return [.. Enumerable.Range(0, length)];
        }

        int stride = (maxPieces - start - end) / 2;
        int middle = (stride / 2) + start;
        int lookback = length % maxPieces == 0 ? maxPieces : length % maxPieces;
        var kept = new List<int>(Enumerable.Range(0, middle));
        for (int i = 0; i < length; i++)
        {
            if (i % maxPieces >= middle && i % maxPieces < middle + stride)
            {
                kept.Add(i);
            }
        }

        for (int i = length - lookback + middle + stride; i < length; i++)
        {
            kept.Add(i);
        }

        return kept;
    }
}
