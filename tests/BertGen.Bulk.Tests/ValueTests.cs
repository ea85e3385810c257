using BertGen.Bulk.Tests.Harness;
using Microsoft.Extensions.AI;

namespace BertGen.Bulk.Tests;

/// <summary>Vectors that cannot be written as they are asked for.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly RunPlace _place = new();

    private BulkPlan Plan
    {
        get
        {
            File.WriteAllLines(_place.File("in.txt"), ["one", "two"]);
            return new BulkPlan { Inputs = [_place.File("in.txt")], RowsPerShard = 2 };
        }
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(65_503f, true)]
    [InlineData(70_000f, false)]
    public async Task AComponentThatNoHalfCanHoldIsAnError(float value, bool isHeld)
    {
        var model = BulkModel.Of(new Generator(text => new Embedding<float>(new[] { 1f, text == "two" ? -value : 2f })), dimensions: 2);
        Task work = _place.EmbedAsync(Plan with { VectorType = VectorType.Float16 }, model);
        if (isHeld)
        {
            await work;
            return;
        }

        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => work);
        Assert.Equal(
            $"{_place.File("in.txt")}: line 2: expected components that float16 can hold, from -65504 to 65504, found -70000; take another type of vectors.",
            refused.Message);
        Assert.Empty(RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task AComponentThatNoHalfCanHoldIsAnErrorBehindOneThatIsInfiniteItself()
    {
        var model = new Vectors(text => text == "one" ? [float.PositiveInfinity, float.NegativeInfinity] : [float.NegativeInfinity, 1e6f]);
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => _place.EmbedAsync(Plan with { VectorType = VectorType.Float16 }, model));
        Assert.StartsWith($"{_place.File("in.txt")}: line 2: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("found 1000000;", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VectorType.Float32, float.NaN, "NaN")]
    [InlineData(VectorType.Float16, float.NegativeInfinity, "-Infinity")]
    public async Task AComponentThatJsonCannotHoldIsAnErrorWithItsRow(VectorType type, float value, string text)
    {
        var model = new Vectors(one => [1f, one == "two" ? value : 2f]);
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => _place.EmbedAsync(Plan with { VectorType = type, OutputFormat = OutputFormat.JsonLines }, model));
        Assert.Equal($"row 1: expected components that JSON can hold, which are finite, found {text}; take another format of output.", refused.Message);
        Assert.Empty(RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task AGeneratorThatGivesNoVectorIsAnError()
    {
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => _place.EmbedAsync(Plan, BulkModel.Of(new Generator(_ => null!), dimensions: 2)));
        Assert.Contains("expected a vector for every text, found null as number 0 of 2", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A model of one's own, whose vectors nobody has checked.</summary>
    private sealed class Vectors(Func<string, float[]> create) : BulkModel
    {
        public override ModelIdentity Identity { get; } = new() { Name = "vectors", Dimensions = 2 };

        public override ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken)
        {
            float[] all = [.. texts.SelectMany(create)];
            all.CopyTo(destination);
            return ValueTask.FromResult<long>(texts.Count);
        }
    }

    private sealed class Generator(Func<string, Embedding<float>> create) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(create)));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
