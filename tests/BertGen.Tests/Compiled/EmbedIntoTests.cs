using System.Buffers;
using System.Runtime.InteropServices;

namespace BertGen.Tests.Compiled;

/// <summary>Vectors in memory of whoever calls.</summary>
public sealed class EmbedIntoTests
{
    /// <summary>Values before and behind the vectors, which stay.</summary>
    private const int Margin = 3;

    private static readonly string[] Many = [.. Enumerable.Range(0, 2100).Select(i => $"the {i % 97}th word of {i % 13} texts")];

    [Fact]
    public void VectorsHaveTheBitsOfEmbed()
    {
        using var first = WordNetMini.Load(Models.WordNetMini);
        using var mean = EndToEndMean.Load(Models.EndToEnd);
        using var largest = EndToEndMax.Load(Models.EndToEnd);
        using var last = EndToEndLastToken.Load(Models.EndToEnd);
        foreach (ISentenceEmbedder model in new ISentenceEmbedder[] { first, mean, largest, last })
        {
            AssertSame(model, Many, null);
            AssertSame(model, [.. Many.Take(5)], new EmbedOptions { Dimensions = 10, Normalize = true });
            AssertSame(model, [.. Many.Take(300)], new EmbedOptions { Normalize = true, PromptText = "query: " });
            AssertSame(model, ["a dog"], new EmbedOptions { Dimensions = 0 });
            AssertSame(model, [], null);
        }
    }

    [Fact]
    public void AnEmbedderOfOnesOwnHasItToo() => AssertSame(new Counting(), ["a", "bcd"], null);

    /// <summary>Memory that is of no array gets a copy.</summary>
    [Fact]
    public void TheMemoryNeedNotBeOfAnArray()
    {
        using var model = EndToEndMean.Load(Models.EndToEnd);
        using var memory = new NativeFloats(Many.Length * model.Embed(["a"]).Dimensions);
        Assert.Equal(model.Embed(Many).TokenCount, model.EmbedInto(Many, memory.Memory));
        Assert.Equal(Models.Values(model.Embed(Many)), memory.Memory.ToArray());
    }

    [Fact]
    public void ADestinationThatIsTooShortIsToldWithBothLengths()
    {
        using var model = WordNetMini.Load(Models.WordNetMini);
        foreach (ISentenceEmbedder embedder in new ISentenceEmbedder[] { model, new Counting() })
        {
            int width = embedder.Dimensions;
            var problem = Assert.Throws<ArgumentException>(() => embedder.EmbedInto(["a", "b"], new float[(2 * width) - 1]));
            Assert.StartsWith($"Expected a destination for 2 vectors of {width} values, {2 * width} in all; found room for {(2 * width) - 1}.", problem.Message, StringComparison.Ordinal);
            Assert.Equal("destination", problem.ParamName);
        }
    }

    [Fact]
    public void ErrorsAreThoseOfEmbed()
    {
        using var model = WordNetMini.Load(Models.WordNetMini);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<ArgumentNullException>(() => model.EmbedInto(null!, default));
        Assert.Throws<ArgumentException>(() => model.EmbedInto(["a", null!], new float[1000]));
        Assert.ThrowsAny<OperationCanceledException>(() => model.EmbedInto(["a"], new float[1000], cancellationToken: stop.Token));
    }

    private static void AssertSame(ISentenceEmbedder model, string[] texts, EmbedOptions? options)
    {
        TextEmbeddings expected = model.Embed(texts, options);
        float[] memory = new float[(texts.Length * expected.Dimensions) + (2 * Margin)];
        Array.Fill(memory, 7f);
        Assert.Equal(expected.TokenCount, model.EmbedInto(texts.Where(_ => true), memory.AsMemory(Margin), options));
        Assert.Equal(Models.Values(expected), memory[Margin..^Margin]);
        Assert.All([.. memory[..Margin], .. memory[^Margin..]], value => Assert.Equal(7f, value));
    }

    /// <summary>Floats outside of the managed heap.</summary>
    private sealed unsafe class NativeFloats(int count) : MemoryManager<float>
    {
        private float* _values = (float*)NativeMemory.AllocZeroed((nuint)count, sizeof(float));

        public override Span<float> GetSpan() => new(_values, count);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_values + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            NativeMemory.Free(_values);
            _values = null;
        }
    }

    /// <summary>The length of a text, and its negative.</summary>
    private sealed class Counting : ISentenceEmbedder
    {
        public BertModelInfo ModelInfo => throw new NotSupportedException();

        public int Dimensions => 2;

        public BertGen.Text.Tokenizers.TextTokenizer Tokenizer => throw new NotSupportedException();

        public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
        {
            string[] all = [.. texts];
            return new TextEmbeddings(System.Numerics.Tensors.Tensor.Create<float>([.. all.SelectMany(text => new float[] { text.Length, -text.Length })], [all.Length, 2]), all, tokenCount: all.Length);
        }
    }
}
