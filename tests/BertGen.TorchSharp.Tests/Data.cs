using System.Numerics.Tensors;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>Folders, ids and texts of the tests.</summary>
internal static class Data
{
    public static string WordNetMini { get; } = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    public static string EndToEnd { get; } = Path.Combine(AppContext.BaseDirectory, "e2e");

    public static string[] Texts { get; } =
    [
        "a morbid fear of great heights",
        "fear",
        "",
        "a young dog",
        "the act of going from one place to another, slowly and by a way that is longer than it has to be",
    ];

    /// <summary>Texts of 1 to 40 words, as many as asked for.</summary>
    public static string[] ManyTexts(int count)
    {
        string[] words = ["a", "great", "height", "of", "the", "dog", "fear", "slowly", "place", "act"];
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 41)).Select(_ => words[random.Next(words.Length)])))];
    }

    public static float[] Values(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    public static float[] Values(torch.Tensor tensor)
    {
        using torch.Tensor detached = tensor.detach();
        using torch.Tensor host = detached.to(torch.ScalarType.Float32, torch.CPU);
        using torch.Tensor dense = host.contiguous();
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(dense.bytes).ToArray();
    }

    /// <summary>The largest difference, relative to the largest expected value.</summary>
    public static double Difference(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        return expected.Zip(found, (x, y) => Math.Abs((double)x - y)).Max() / expected.Max(Math.Abs);
    }
}
