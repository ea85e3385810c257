using BertGen.Parity.Golden;

namespace BertGen.Parity.SameBits;

/// <summary>The same text gives the same bits: alone, in any batch, padded or not, with any number of threads.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string> Models => BitModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void InAMixedBatch(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        int[][] texts = BitModels.Texts(model);
        AssertSame(Alone(embedder, texts), Together(embedder, texts), "in a batch");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WithMorePadding(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        int[][] texts = BitModels.Texts(model);
        float[][] alone = Alone(embedder, texts);
        AssertSame(alone, Together(embedder, texts, extraColumns: 21), "in a wider batch");
        AssertSame(alone, [.. texts.Select((text, i) => PaddedBatch.Split(Forward(embedder, PaddedBatch.Of([text], 100)), [alone[i].Length])[0])], "alone with padding");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void InAnyOrder(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        int[][] texts = BitModels.Texts(model);
        float[][] alone = Alone(embedder, texts);
        int[] order = [.. Enumerable.Range(0, texts.Length)];
        for (int seed = 0; seed < 3; seed++)
        {
            new Random(seed).Shuffle(order);
            AssertSame([.. order.Select(i => alone[i])], Together(embedder, [.. order.Select(i => texts[i])]), $"shuffled {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WithAnyNumberOfThreads(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        int[][] texts = BitModels.Texts(model);
        embedder.MaxThreads = 1;
        float[][] alone = Alone(embedder, texts);
        foreach (int threads in (int[])[1, 2, 3])
        {
            embedder.MaxThreads = threads;
            AssertSame(alone, Alone(embedder, texts), $"alone, {threads} threads");
            AssertSame(alone, Together(embedder, texts), $"in a batch, {threads} threads");
            AssertSame(alone[..1], Together(embedder, texts[..1]), $"one piece, {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WhenOffsetsNarrowTheWork(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        int[][] texts = BitModels.Texts(model);
        IntTensor ids = PaddedBatch.Of(texts);
        float[] full = Forward(embedder, ids);
        int kept = full.Length / (texts.Length * Hidden(embedder));
        int hidden = Hidden(embedder);

        // Few, unordered and repeated ones, some of them padding.
        var random = new Random(11);
        int[] offsets = [.. Enumerable.Range(0, texts.Length * 4).Select(_ => random.Next(kept))];
        float[] narrowed = embedder.Forward(ids.Span, new IntTensor(offsets, [texts.Length, 4]).Span).Values();
        for (int i = 0; i < offsets.Length; i++)
        {
            Bits.AssertEqual(
                full.AsSpan(((i / 4 * kept) + offsets[i]) * hidden, hidden),
                narrowed.AsSpan(i * hidden, hidden),
                $"row {i / 4}, offset {offsets[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WithTypesOfZero(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        IntTensor ids = PaddedBatch.Of(BitModels.Texts(model));
        Bits.AssertEqual(Forward(embedder, ids), embedder.Forward(ids.Span, default, (ids with { Values = new int[ids.Values.Length] }).Span).Values(), "types of zero");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void FromEightThreadsAtOnce(string model)
    {
        using IParityEmbedder embedder = BitModels.Load(model);
        int[][] texts = BitModels.Texts(model, @long: false);
        float[][] alone = Alone(embedder, texts);
        float[] together = Forward(embedder, PaddedBatch.Of(texts));
        Crowd.Run(8, caller =>
        {
            for (int round = 0; round < 3; round++)
            {
                int text = ((caller * 3) + round) % texts.Length;
                Bits.AssertEqual(alone[text], Forward(embedder, PaddedBatch.Of([texts[text]])), $"caller {caller}, text {text}");
                Bits.AssertEqual(together, Forward(embedder, PaddedBatch.Of(texts)), $"caller {caller}, batch");
            }
        });
    }

    private static float[] Forward(IParityEmbedder embedder, IntTensor ids) => embedder.Forward(ids.Span).Values();

    private static int Hidden(IParityEmbedder embedder) => Forward(embedder, PaddedBatch.Of([[1]])).Length;

    private static float[][] Alone(IParityEmbedder embedder, int[][] texts) => [.. texts.Select(text => Forward(embedder, PaddedBatch.Of([text])))];

    private static float[][] Together(IParityEmbedder embedder, int[][] texts, int extraColumns = 0) =>
        PaddedBatch.Split(Forward(embedder, PaddedBatch.Of(texts, extraColumns)), [.. Alone(embedder, texts).Select(values => values.Length)]);

    private static void AssertSame(float[][] expected, float[][] found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Bits.AssertEqual(expected[i], found[i], $"{what}, text {i}");
        }
    }
}
