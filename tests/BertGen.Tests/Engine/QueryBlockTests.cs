using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>How the queries of a text are cut into blocks: whole ones, whatever they see, since a block of one query costs as much as one of sixteen.</summary>
public sealed class QueryBlockTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(65, false)]
    [InlineData(65, true)]
    [InlineData(3, false)]
    public void BlocksOfQueriesSideBySideAreWhole(int near, bool isCausal)
    {
        foreach (int tileRows in new[] { 6, 12 })
        {
            for (int length = 1; length <= 700; length += 1 + (length / 40))
            {
                AttentionHead head = Head(length, near, isCausal, []);
                var layout = new AttentionScratch(length, 8, near);
                int most = layout.Panels * 16, start = 0;
                while (start < length)
                {
                    QueryBlock block = QueryBlock.Next(head, start, most, layout.Keys, new RowCut(length, tileRows));
                    Assert.Equal(Math.Min(most, length - start), block.Rows);
                    Assert.InRange(block.Seen.Length, 1, layout.Keys);
                    start += block.Rows;
                }
            }
        }
    }

    /// <summary>Where pieces are missing a window covers fewer, and blocks may end early, but never see more keys than there is room for.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(33)]
    public void BlocksWithGapsHaveRoomForWhatTheySee(int near)
    {
        for (int length = 1; length <= 700; length += 1 + (length / 40))
        {
            AttentionHead head = Head(length, near, isCausal: false, [.. Enumerable.Range(0, length).Select(piece => piece + (piece / 5 * 7))]);
            var layout = new AttentionScratch(length, 8, near);
            for (int start = 0; start < length;)
            {
                QueryBlock block = QueryBlock.Next(head, start, layout.Panels * 16, layout.Keys, new RowCut(length, 12));
                Assert.InRange(block.Rows, 1, layout.Panels * 16);
                Assert.InRange(block.Seen.Length, 1, layout.Keys);
                for (int row = 0; row < block.Rows; row++)
                {
                    IndexRange own = head.Seen(start + row);
                    Assert.True(own.Start >= block.Seen.Start && own.End <= block.Seen.End);
                }

                start += block.Rows;
            }
        }
    }

    /// <summary>Working memory for the longest text is enough for every shorter one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(64)]
    public void MemoryForTheLongestIsEnoughForAll(int headSize)
    {
        for (int longest = 1; longest < 9000; longest += 1 + (longest / 7))
        {
            int most = AttentionScratch.Most(longest, headSize);
            for (int length = 1; length <= longest; length += 1 + (length / 25))
            {
                foreach (int near in new[] { 0, 1, 17, 65, (length / 2) + 1, length - 1 })
                {
                    Assert.InRange(new AttentionScratch(length, headSize, near).Floats, 1, most);
                }
            }
        }
    }

    private static unsafe AttentionHead Head(int length, int near, bool isCausal, int[] columns) => new()
    {
        Queries = null,
        Keys = null,
        Values = null,
        Stride = 24,
        Length = length,
        HeadSize = 8,
        FirstPiece = 0,
        Wanted = default,
        WantedCount = length,
        Context = null,
        ContextStride = 8,
        Near = near,
        IsCausal = isCausal,
        Columns = columns,
    };
}
