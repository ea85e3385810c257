using System.Runtime.InteropServices;

namespace BertGen.Bulk.Tests.Harness;

/// <summary>What the model makes of texts in memory: what runs are compared with.</summary>
internal static class EmbeddedTexts
{
    public static float[] Of(IEnumerable<string> texts)
    {
        TextEmbeddings vectors = WordNetMini.Shared.Embed(texts);
        float[] values = new float[vectors.Count * vectors.Dimensions];
        vectors.CopyTo(values);
        return values;
    }

    /// <summary>The bytes behind the head of a file of NumPy.</summary>
    public static byte[] OfNumPy(string path) => File.ReadAllBytes(path)[128..];

    public static byte[] BytesOf(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
