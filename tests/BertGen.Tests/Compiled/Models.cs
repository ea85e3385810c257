using System.Numerics.Tensors;

namespace BertGen.Tests.Compiled;

internal static class Models
{
    public static string WordNetMini { get; } = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    /// <summary>A small model with random weights, a vocabulary, and no limit to the length of a text.</summary>
    public static string EndToEnd { get; } = Path.Combine(AppContext.BaseDirectory, "golden", "e2e");

    /// <summary>Ids that differ from piece to piece, none of them padding.</summary>
    public static Tensor<int> Ids(int batch, int pieces)
        => Tensor.Create([.. Enumerable.Range(0, batch * pieces).Select(i => 5 + (i * 31 % 8000))], [batch, pieces]);

    /// <summary>The values of a tensor, flat.</summary>
    public static float[] Values(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
