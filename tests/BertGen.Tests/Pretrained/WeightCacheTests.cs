using BertGen.Engine;
using BertGen.Sharing;

namespace BertGen.Tests.Pretrained;

/// <summary>Sharing, block by block, with a cache of its own.</summary>
public sealed class WeightCacheTests
{
    private const int Count = 1000;

    private readonly WeightCache _cache = new();

    [Fact]
    public void ANameOfAFileIsPackedOnce()
    {
        WeightBlock first = Rent("file", "a", value: 1);
        WeightBlock second = Rent("file", "a", value: 2);
        Assert.Same(first, second);
        Assert.Equal(1f, Value(second, 0));
        Assert.Equal(1, _cache.PackedCount);
    }

    [Theory]
    [InlineData("copy", "a")]
    [InlineData("file", "b")]
    [InlineData(null, "a")]
    public void EqualValuesAreHeldOnceWhereverTheyComeFrom(string? source, string name)
    {
        WeightBlock first = Rent("file", "a", value: 1);
        WeightBlock second = Rent(source, name, value: 1);
        Assert.Same(first, second);
        Assert.Equal(1, _cache.Counts.Blocks);
    }

    [Fact]
    public void AnotherNameThatFoundABlockFindsItWithoutPacking()
    {
        Rent("file", "a", value: 1);
        Rent("copy", "a", value: 1);
        Rent("copy", "a", value: 1);
        Assert.Equal(2, _cache.PackedCount);
    }

    /// <summary>Equal where the fingerprint looks, and different elsewhere by the sign of a zero.</summary>
    [Fact]
    public void BlocksThatDifferInOneBitAreTwo()
    {
        WeightBlock zeros = Rent(null, "a", value: 0);
        WeightBlock negative = _cache.Rent(null, Recipe("b"), Filler(values =>
        {
            values.Clear();
            values[Count - 2] = -0f;
        }));
        Assert.Equal(zeros.Fingerprint(), negative.Fingerprint());
        Assert.NotSame(zeros, negative);
    }

    [Fact]
    public void TheLastUserFrees()
    {
        WeightBlock block = Rent("file", "a", value: 1);
        Rent("copy", "a", value: 1);
        _cache.Return(block);
        Assert.Equal((1, 2), _cache.Counts);
        Assert.Equal(1f, Value(block, Count - 1));
        _cache.Return(block);
        Assert.Equal((0, 0), _cache.Counts);
        Assert.True(IsFreed(block));
        Assert.Equal(3f, Value(Rent("file", "a", value: 3), 0));
    }

    [Fact]
    public void AFailureLeavesNothingAndTheNextTryPacks()
    {
        Assert.Throws<InvalidDataException>(() => { _cache.Rent("file", Recipe("a"), Filler(_ => throw new InvalidDataException())); });
        Assert.Equal((0, 0), _cache.Counts);
        Assert.Equal(1f, Value(Rent("file", "a", value: 1), 0));
    }

    [Fact]
    public async Task WhoComesWhileAnotherPacksWaitsForIt()
    {
        using var packing = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        Task<WeightBlock> first = Task.Run(() => _cache.Rent("file", Recipe("a"), Filler(values =>
        {
            packing.Set();
            mayGoOn.Wait();
            values.Fill(1);
        })));
        packing.Wait();
        Task<WeightBlock>[] others = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => Rent("file", "a", value: 2)))];
        WeightBlock elsewhere = Rent("file", "b", value: 3); // other blocks do not wait
        mayGoOn.Set();
        Assert.All(await Task.WhenAll(others), block => Assert.Same(first.Result, block));
        Assert.NotSame(elsewhere, await first);
        Assert.Equal(2, _cache.PackedCount);
    }

    [Fact]
    public async Task WhoWaitsForAPackerThatFailsPacksForItself()
    {
        using var packing = new ManualResetEventSlim();
        using var mayFail = new ManualResetEventSlim();
        Task<WeightBlock> first = Task.Run(() => _cache.Rent("file", Recipe("a"), Filler(_ =>
        {
            packing.Set();
            mayFail.Wait();
            throw new InvalidDataException();
        })));
        packing.Wait();
        Task<WeightBlock> second = Task.Run(() => Rent("file", "a", value: 2));
        mayFail.Set();
        await Assert.ThrowsAsync<InvalidDataException>(() => first);
        Assert.Same(await second, Rent("file", "a", value: 3));
        Assert.Equal((1, 1), _cache.Counts);
    }

    [Fact]
    public void ManyThreadsThatRentAndReturnLeaveNothing()
    {
        Parallel.For(0, 8, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 2000; i++)
            {
                int name = random.Next(4);
                WeightBlock block = Rent(random.Next(3) switch { 0 => null, 1 => "file", _ => "copy" }, $"{name}", name);
                Assert.Equal(name, Value(block, Count - 1));
                _cache.Return(block);
            }
        });
        Assert.Equal((0, 0), _cache.Counts);
    }

    /// <summary>One tensor laid out in two ways, or used to different lengths, is not one block.</summary>
    [Fact]
    public unsafe void AnotherLayoutOrLengthOfTheSameTensorsIsAnotherBlock()
    {
        WeightBlock rows = Rent("file", "a", value: 1);
        WeightBlock panels = _cache.Rent("file", Recipe("a") with { Layout = WeightLayout.Panels }, Filler(values => values.Fill(2)));
        WeightBlock shorter = _cache.Rent("file", Recipe("a") with { Count = 3 }, Short);

        Assert.Equal([1f, 2f, 3f], [Value(rows, 0), Value(panels, 0), Value(shorter, 0)]);
        Assert.Equal(3, shorter.Count);

        static void Short(float* values) => new Span<float>(values, 3).Fill(3);
    }

    private static WeightRecipe Recipe(string tensors) => new(tensors, WeightLayout.Rows, Count);

    private static unsafe bool IsFreed(WeightBlock block) => block.Values is null;

    private static unsafe float Value(WeightBlock block, int index) => block.Values[index];

    private static unsafe WeightFiller Filler(Action<Span<float>> fill) => values => fill(new Span<float>(values, Count));

    private WeightBlock Rent(string? source, string name, float value) =>
        _cache.Rent(source, Recipe(name), Filler(values => values.Fill(value)));
}
