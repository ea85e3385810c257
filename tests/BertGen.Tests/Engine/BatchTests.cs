using BertGen.Engine.Batches;

namespace BertGen.Tests.Engine;

/// <summary>How a batch becomes rows without padding, groups of sequences and places in the result.</summary>
public sealed class BatchTests
{
    [Fact]
    public void PaddingIsNoRowWhereverItStands()
    {
        var rows = new PieceRows();
        rows.AddText([0, 7, 0, 8], [1, 1, 0, 0], [], maxPieces: 10, paddingId: 0);
        rows.AddText([0, 0], [], [], maxPieces: 10, paddingId: 0);
        rows.AddText([9], [], [], maxPieces: 10, paddingId: 0);

        Assert.Equal([7, 8, 9], rows.Ids.ToArray());
        Assert.Equal([11, 3, 0], rows.Places.ToArray());
        Assert.Equal([-1, 0, -1, 1, -1, -1, 2], rows.RowOfPiece.ToArray());
        Assert.Equal(2, rows.SequenceCount);
        Assert.Equal((0, 2), (rows.SequenceStart(0), rows.SequenceEnd(0)));
        Assert.Equal(2, rows.LongestSequence);
    }

    [Fact]
    public void EveryWindowIsASequenceThatBeginsAtPositionZero()
    {
        var rows = new PieceRows();
        rows.AddText([1, 2, 3, 0, 0, 0, 4], [], [], maxPieces: 3, paddingId: 0);
        Assert.Equal([0, 1, 2, 0], rows.Places.ToArray());
        Assert.Equal(2, rows.SequenceCount);
        Assert.Equal((3, 4), (rows.SequenceStart(1), rows.SequenceEnd(1)));
    }

    /// <summary>Ids are counted whether their pieces are there or not, and the one that is not counted keeps its own position.</summary>
    [Fact]
    public void PositionsMayBeCountedByIds()
    {
        var rows = new PieceRows();
        rows.AddText([5, 1, 6, 7, 1], [0, 1, 0, 0, 1], [1, 1, 0, 1, 1], maxPieces: 3, paddingId: 0, positionPadding: 1);
        Assert.Equal([5, 1, 7, 1], rows.Ids.ToArray());
        Assert.Equal([2, 1, 4, 1], rows.Positions.ToArray());
        Assert.Equal([0, 1, 3, 4], rows.Columns.ToArray());
        Assert.Equal([2, 6, 4, 6], rows.Places.ToArray());
        Assert.Equal(1, rows.SequenceCount);

        rows.Clear();
        rows.AddText([5, 6, 7, 8], [], [], maxPieces: 3, paddingId: 1, positionPadding: 1);
        Assert.Equal([2, 3, 4, 2], rows.Positions.ToArray());
        Assert.Equal(2, rows.SequenceCount);
    }

    [Fact]
    public void ARowGoesToAllPlacesThatAskForIt()
    {
        var map = new OutputMap();
        foreach ((int row, int place) in new[] { (4, 0), (1, 1), (4, 2), (4, 5), (0, 9) })
        {
            map.Add(row, place);
        }

        map.Build(rowCount: 6);
        Assert.Equal([0, 1, 4], map.Wanted.ToArray());
        Assert.Equal([9], map.PlacesOf(0).ToArray());
        Assert.Equal([1], map.PlacesOf(1).ToArray());
        Assert.Equal([0, 2, 5], map.PlacesOf(2).ToArray());
        Assert.Equal([0, 1, 2, 2, 2, 3, 3], Enumerable.Range(0, 7).Select(map.WantedBefore));

        map.Clear();
        map.Add(0, 3);
        map.Build(rowCount: 1);
        Assert.Equal([3], map.PlacesOf(0).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void GroupsHoldEverySequenceOnceAndInOrder(int lanes)
    {
        PieceRows rows = Texts(Enumerable.Range(0, 100).Select(i => 5 + (i * 37 % 120)));
        var groups = new RowGroups();
        groups.Build(rows, lanes);

        Assert.False(groups.Shared);
        Assert.Equal(0, groups.FirstSequence(0));
        for (int group = 0; group < groups.Count; group++)
        {
            Assert.True(groups.EndSequence(group) > groups.FirstSequence(group));
            Assert.Equal(group + 1 < groups.Count ? groups.FirstSequence(group + 1) : rows.SequenceCount, groups.EndSequence(group));
            int size = rows.SequenceEnd(groups.EndSequence(group) - 1) - rows.SequenceStart(groups.FirstSequence(group));
            Assert.InRange(size, 1, groups.MaxRows);
        }

        Assert.InRange(groups.MaxRows, 1, 400);
    }

    [Fact]
    public void LanesWorkTogetherOnFewRowsAndOnOneLongText()
    {
        var groups = new RowGroups();
        groups.Build(Texts([16]), lanes: 2);
        Assert.True(groups.Shared);
        groups.Build(Texts([512, 20]), lanes: 2);
        Assert.True(groups.Shared);
        groups.Build(Texts([128, 128, 128]), lanes: 2);
        Assert.False(groups.Shared);
    }

    private static PieceRows Texts(IEnumerable<int> lengths)
    {
        var rows = new PieceRows();
        foreach (int length in lengths)
        {
            int[] ids = new int[length];
            Array.Fill(ids, 1);
            rows.AddText(ids, [], [], maxPieces: 512, paddingId: 0);
        }

        return rows;
    }
}
