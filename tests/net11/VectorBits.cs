using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BertGen.Net11;

/// <summary>The vectors of some texts, as a line for each precision: what two runtimes must have in common.</summary>
internal static class VectorBits
{
    private static readonly string[] Texts =
    [
        "a small domesticated carnivorous mammal",
        "not the same as another or others; unlike in nature, form, or quality",
        string.Join(' ', Enumerable.Repeat("the quick brown fox jumps over the lazy dog", 30)),
        "x",
    ];

    /// <summary>A hash of the bits at each precision.</summary>
    /// <param name="folder">The model's folder.</param>
    public static IEnumerable<string> Lines(string folder)
    {
        using (Exact exact = Exact.Load(folder))
        {
            yield return $"Float32 {Hash(exact.Embed(Texts))}";
        }

        using Rounded rounded = Rounded.Load(folder);
        yield return $"Int8 {Hash(rounded.Embed(Texts))}";
    }

    private static string Hash(Tensor<float> vectors)
    {
        float[] values = new float[vectors.FlattenedLength];
        vectors.FlattenTo(values);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(values)));
    }
}
