using System.Runtime.InteropServices;
using TorchSharp;

namespace BertGen.CudaBenchmark;

/// <summary>A batch of texts of given lengths. The other side makes the same ids from row and column.</summary>
internal sealed record Batch(string Name, int[] Lengths)
{
    public static Batch[] Of(int texts, int pieces) =>
    [
        new($"{texts} x {pieces}", [.. Enumerable.Repeat(pieces, texts)]),
        new($"{texts} mixed", [.. Enumerable.Range(0, texts).Select(i => 5 + (i * 37 % ((2 * pieces) - 4)))]),
    ];

    public int Pieces => Lengths.Sum();

    /// <summary>The ids, padded with 0 to the longest.</summary>
    public torch.Tensor Ids()
    {
        int longest = Lengths.Max();
        torch.Tensor ids = torch.empty([Lengths.Length, longest], torch.ScalarType.Int32);
        Span<int> values = MemoryMarshal.Cast<byte, int>(ids.bytes);
        values.Clear();
        for (int row = 0; row < Lengths.Length; row++)
        {
            for (int column = 0; column < Lengths[row]; column++)
            {
                values[(row * longest) + column] = 1000 + (((row * 131) + (column * 31)) % 20_000);
            }
        }

        return ids;
    }
}
