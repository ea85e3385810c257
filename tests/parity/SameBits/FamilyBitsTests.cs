using System.Numerics.Tensors;
using BertGen.Generator.Architectures;
using BertGen.Parity.Compiling;
using BertGen.Parity.Families;
using BertGen.Vectors;

namespace BertGen.Parity.SameBits;

/// <summary>A text has the same bits alone and in a batch, on any number of threads, in every family and with every head: long texts too, where pieces attend to near ones only.</summary>
public sealed class FamilyBitsTests
{
    private const int Longest = 700;

    /// <summary>The same program by the name that it was first published with.</summary>
    private const string OtherName = "new";

    private static readonly int[] Lengths = [90, 1, 2, 6, 7, 17, 33, 64];

    public static TheoryData<string> LongTexts => ["modernbert-a", "modernbert-long", "nomic-a", "gte-a", "jina3-a", "eurobert-a", "qwen3-a"];

    public static TheoryData<string, string> Heads()
    {
        var rows = new TheoryData<string, string>();
        foreach (string family in ArchitectureList.Configs.Select(family => family.ModelType).Where(family => family != OtherName))
        {
            foreach (string head in HeadFolder.HeadsOf(family))
            {
                rows.Add(family, head);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void ATextHasItsBitsInAnyBatchWithAnyHead(string family, string head)
    {
        using HeadFolder folder = HeadFolder.Of(family, head);
        using IParityEmbedder model = folder.Model.Load();
        AssertSame(model, head);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void ATextHasItsBitsInEightBitsToo(string family, string head)
    {
        using HeadFolder folder = HeadFolder.Of(family, head);
        using IParityEmbedder model = folder.Int8.Load();
        AssertSame(model, head);
        if (head == "encoder")
        {
            using IParityEmbedder exact = folder.Model.Load();
            int[] ids = Rows([33])[0];
            float[] expected = exact.Forward(Tensor.Create(ids, [1, ids.Length])).Values(), found = model.Forward(Tensor.Create(ids, [1, ids.Length])).Values();
            Assert.InRange(TensorPrimitives.CosineSimilarity(expected, found), 0.99f, 0.9999999f);
        }
    }

    private static void AssertSame(IParityEmbedder model, string head)
    {
        int[][] rows = Rows(Lengths);
        string[] texts = [.. ((int[])[80, 9, 0, 1, 3, 47]).Select(Text)];
        switch (head)
        {
            case "encoder":
                AssertSame(model, rows, (ids, mask) => model.Forward(ids, default, default, mask), isOfPieces: true);
                break;
            case "classifier":
                AssertSame(model, rows, (ids, mask) => model.Classify(ids, default, mask), isOfPieces: false);
                break;
            case "tokens":
                AssertSame(model, rows, (ids, mask) => model.ClassifyTokens(ids, default, mask), isOfPieces: true);
                break;
            case "language":
                AssertSame(model, rows, (ids, mask) => model.PredictTokens(ids, default, mask), isOfPieces: true);
                break;
            case "sparse":
                AssertSame(model, texts, some => [.. model.EmbedSparse(EmbedRole.None, some).Select(Values)]);
                break;
            default:
                AssertSame(model, texts, some => [.. model.EmbedMultiVector(EmbedRole.Query, some).Select(Bits.Values)]);
                AssertSame(model, texts, some => [.. model.EmbedMultiVector(EmbedRole.Document, some).Select(Bits.Values)]);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void ALongTextHasItsBitsInAnyBatch(string name)
    {
        using IParityEmbedder embedder = new ModelUnderTest(FamilyCase.Find(name).Folder, $"TopLayerOnly = true, MaxPieces = {Longest}").Load();
        AssertSame(embedder, Rows([Longest, 1, 33, 257]), (ids, mask) => embedder.Forward(ids, default, default, mask), isOfPieces: true);
    }

    private delegate Tensor<float> Call(ReadOnlyTensorSpan<int> ids, ReadOnlyTensorSpan<int> mask);

    private static void AssertSame(IParityEmbedder model, int[][] rows, Call call, bool isOfPieces)
    {
        float[][] Run(int[][] some)
        {
            int columns = some.Max(row => row.Length);
            int[] ids = new int[some.Length * columns], mask = new int[ids.Length];
            for (int row = 0; row < some.Length; row++)
            {
                some[row].CopyTo(ids, row * columns);
                Array.Fill(mask, 1, row * columns, some[row].Length);
            }

            float[] values = call(Tensor.Create(ids, [some.Length, columns]), Tensor.Create(mask, [some.Length, columns])).Values();
            int stride = values.Length / some.Length;
            return [.. some.Select((row, i) => values.AsSpan(i * stride, isOfPieces ? stride / columns * row.Length : stride).ToArray())];
        }

        AssertSame(model, rows, Run);
    }

    /// <summary>Each by itself on one thread, beside batches of them: of the first two, one of which is long, whose rows all threads share, and of all, several times, of which each thread takes texts.</summary>
    private static void AssertSame<T>(IParityEmbedder model, T[] items, Func<T[], float[][]> run)
    {
        model.MaxThreads = 1;
        float[][] alone = [.. items.Select(item => run([item]).Single())];
        Assert.Contains(alone, values => Array.Exists(values, value => value != 0));
        int[] all = [.. Enumerable.Range(0, items.Length)];
        Compare(1, all);
        Compare(2, [0, 1]);
        Compare(2, [.. all.Reverse(), .. all]);
        Compare(3, [.. all, .. all, .. all, .. all]);

        void Compare(int threads, int[] order)
        {
            model.MaxThreads = threads;
            float[][] together = run([.. order.Select(item => items[item])]);
            for (int place = 0; place < order.Length; place++)
            {
                Bits.AssertEqual(alone[order[place]], together[place], $"{threads} threads, {order.Length} in a batch, item {order[place]}");
            }
        }
    }

    private static int[][] Rows(int[] lengths)
    {
        var random = new Random(3);
        return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(6, 60)).ToArray())];
    }

    private static string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(word => (char)('a' + (word * 7 % 26))));

    private static float[] Values(SparseVector vector) => [.. vector.Indices.ToArray().Select(index => (float)index), .. vector.Values.ToArray()];
}
