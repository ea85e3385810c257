using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

/// <summary>The table of weights of the small model under <c>golden/loading</c>.</summary>
internal static class TinyModel
{
    private const int Hidden = 8;
    private const int Intermediate = 14;

    public static WeightSpec[] Weights(int vocabulary) =>
    [
        WeightSpec.Matrix("embeddings.word_embeddings.weight", vocabulary, Hidden),
        WeightSpec.Matrix("embeddings.position_embeddings.weight", 24, Hidden),
        WeightSpec.Matrix("embeddings.token_type_embeddings.weight", 2, Hidden),
        .. LayerNorm("embeddings.LayerNorm"),
        .. Layer("encoder.layer.0"),
        .. Layer("encoder.layer.1"),
        .. Dense("pooler.dense", Hidden, Hidden),
    ];

    private static WeightSpec[] Layer(string name) =>
    [
        .. Dense($"{name}.attention.self.query", Hidden, Hidden),
        .. Dense($"{name}.attention.self.key", Hidden, Hidden),
        .. Dense($"{name}.attention.self.value", Hidden, Hidden),
        .. Dense($"{name}.attention.output.dense", Hidden, Hidden),
        .. LayerNorm($"{name}.attention.output.LayerNorm"),
        .. Dense($"{name}.intermediate.dense", Intermediate, Hidden),
        .. Dense($"{name}.output.dense", Hidden, Intermediate),
        .. LayerNorm($"{name}.output.LayerNorm"),
    ];

    private static WeightSpec[] Dense(string name, int rows, int columns) =>
        [WeightSpec.Matrix($"{name}.weight", rows, columns), WeightSpec.Vector($"{name}.bias", rows)];

    private static WeightSpec[] LayerNorm(string name) =>
        [WeightSpec.Vector($"{name}.weight", Hidden), WeightSpec.Vector($"{name}.bias", Hidden)];
}
