using System.Numerics.Tensors;
using BertGen.Parity.Compiling;
using BertGen.Parity.Families;

namespace BertGen.Parity.SameBits;

/// <summary>A text has the same bits alone and in a batch, on any number of threads, in every family: long texts too, where pieces attend to near ones only.</summary>
public sealed class FamilyBitsTests
{
    private const int Longest = 700;

    public static TheoryData<string> Families => ["modernbert-a", "modernbert-long", "nomic-a", "gte-a", "jina3-a", "eurobert-a", "qwen3-a", "mpnet-a", "xlm-roberta-a", "albert-a"];

    [Theory]
    [MemberData(nameof(Families))]
    public void ATextHasItsBitsInAnyBatch(string name)
    {
        bool hasTable = name is "mpnet-a" or "xlm-roberta-a" or "albert-a";
        int[] lengths = hasTable ? [1, 2, 5, 7, 12, 13] : [1, 2, 6, 7, 17, 33, 64, 100, 257, Longest];
        using IParityEmbedder embedder = new ModelUnderTest(FamilyCase.Find(name).Folder, "TopLayerOnly = true" + (hasTable ? "" : $", MaxPieces = {Longest}")).Load();
        var random = new Random(3);
        int[][] texts = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(6, 60)).ToArray())];
        embedder.MaxThreads = 1;
        float[][] alone = [.. texts.Select(text => Forward(embedder, [text]))];
        foreach (int threads in (int[])[1, 2, 3])
        {
            embedder.MaxThreads = threads;
            float[] together = Forward(embedder, texts);
            int columns = lengths.Max(), width = together.Length / (texts.Length * columns);
            for (int text = 0; text < texts.Length; text++)
            {
                Bits.AssertEqual(alone[text], together.AsSpan(text * columns * width, lengths[text] * width), $"{name}, {threads} threads, {lengths[text]} pieces");
            }
        }
    }

    private static float[] Forward(IParityEmbedder embedder, int[][] texts)
    {
        int columns = texts.Max(text => text.Length);
        int[] ids = new int[texts.Length * columns], mask = new int[ids.Length];
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row].CopyTo(ids, row * columns);
            Array.Fill(mask, 1, row * columns, texts[row].Length);
        }

        Tensor<float> vectors = embedder.Forward(
            Tensor.Create(ids, [texts.Length, columns]), default, default, Tensor.Create(mask, [texts.Length, columns]));
        float[] values = new float[vectors.FlattenedLength];
        vectors.FlattenTo(values);
        return values;
    }
}
