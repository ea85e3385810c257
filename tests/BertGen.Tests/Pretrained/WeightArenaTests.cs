using BertGen.Sharing;

namespace BertGen.Tests.Pretrained;

/// <summary>Where the weights of a model lie.</summary>
public sealed unsafe class WeightArenaTests
{
    private const int Floats = 100_003;

    private readonly WeightArena _arena = new();

    [Fact]
    public void PartsLieSideBySideAndShareNothing()
    {
        WeightArena.Part[] parts = [.. Enumerable.Range(0, 5).Select(_ => _arena.Allocate(Floats))];
        for (int i = 0; i < parts.Length; i++)
        {
            new Span<float>(parts[i].Values, Floats).Fill(i);
        }

        for (int i = 0; i < parts.Length; i++)
        {
            Assert.Equal(0, (nint)parts[i].Values % 64);
            Assert.Equal(-1, new ReadOnlySpan<float>(parts[i].Values, Floats).IndexOfAnyExcept(i));
            parts[i].Free();
        }

        // Other systems give each part memory of its own.
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(parts[1].Values - parts[0].Values, Floats, Floats + 15);
        }
    }

    [Fact]
    public void TheLastPartIsTakenAgainOnceItIsFreed()
    {
        WeightArena.Part first = _arena.Allocate(Floats), second = _arena.Allocate(Floats);
        float* place = second.Values;
        second.Free();
        WeightArena.Part third = _arena.Allocate(Floats);
        Assert.True(place == third.Values || !OperatingSystem.IsLinux());
        third.Free();
        first.Free();
    }

    /// <summary>What one part of a chunk has been freed for is no longer there: the arena takes another chunk.</summary>
    [Fact]
    public void AChunkIsGoneWithItsLastPart()
    {
        _arena.Allocate(Floats).Free();
        WeightArena.Part part = _arena.Allocate(Floats);
        new Span<float>(part.Values, Floats).Fill(1f);
        Assert.Equal(1f, part.Values[Floats - 1]);
        part.Free();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000_001)]
    public void ABlockHasAllItsFloats(int floats)
    {
        WeightArena.Part before = _arena.Allocate(Floats), part = _arena.Allocate(floats), after = _arena.Allocate(Floats);
        new Span<float>(before.Values, Floats).Fill(1f);
        new Span<float>(after.Values, Floats).Fill(2f);
        new Span<float>(part.Values, floats).Fill(3f);
        Assert.Equal(-1, new ReadOnlySpan<float>(before.Values, Floats).IndexOfAnyExcept(1f));
        Assert.Equal(-1, new ReadOnlySpan<float>(after.Values, Floats).IndexOfAnyExcept(2f));
        Assert.Equal(-1, new ReadOnlySpan<float>(part.Values, floats).IndexOfAnyExcept(3f));
        before.Free();
        part.Free();
        after.Free();
    }
}
