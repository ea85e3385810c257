using System.Numerics.Tensors;

namespace BertGen.Benchmarks;

/// <summary>A batch of texts of given lengths.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Lengths">Pieces of every text.</param>
internal sealed record Workload(string Name, IReadOnlyList<int> Lengths)
{
    private const int Vocabulary = 30_522;

    /// <summary>Single texts, a dense batch and a batch of mixed lengths.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("1 x 16", [16]),
        new("1 x 128", [128]),
        new("1 x 512", [512]),
        new("32 x 128", [.. Enumerable.Repeat(128, 32)]),
        new("mixed 64", [.. Enumerable.Range(0, 64).Select(i => 5 + (i * 37 % 120))]),
    ];

    /// <summary>A text as long as models with windows take it.</summary>
    public static Workload Long { get; } = new("1 x 8192", [8192]);

    /// <summary>Whether all texts have one length, so that a batch has no padding.</summary>
    public bool IsDense => Lengths.All(length => length == Lengths[0]);

    /// <summary>Pieces of all texts.</summary>
    public int Pieces => Lengths.Sum();

    /// <summary>The texts: random ids, none of them padding.</summary>
    public int[][] Texts()
    {
        var random = new Random(1);
        return [.. Lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(1, Vocabulary)).ToArray())];
    }

    /// <summary>The texts as one batch, padded with 0 to the longest.</summary>
    public Tensor<int> Ids()
    {
        int longest = Lengths.Max();
        int[] ids = new int[Lengths.Count * longest];
        foreach ((int row, int[] text) in Texts().Index())
        {
            text.CopyTo(ids, row * longest);
        }

        return Tensor.Create(ids, [Lengths.Count, longest]);
    }
}
