namespace BertGen.Checkpoints;

/// <summary>The whole table of tensors of a model, whatever a class needs of it.</summary>
internal static class BertWeights
{
    /// <summary>What may stand before the names.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = ["bert."];

    public static WeightSpec[] Of(BertConfig config)
    {
        int hidden = config.HiddenSize;
        return
        [
            WeightSpec.Matrix("embeddings.word_embeddings.weight", config.VocabularySize, hidden),
            WeightSpec.Matrix("embeddings.position_embeddings.weight", config.PositionCount, hidden),
            WeightSpec.Matrix("embeddings.token_type_embeddings.weight", config.TypeCount, hidden),
            .. Norm("embeddings.LayerNorm", hidden),
            .. Enumerable.Range(0, config.LayerCount).SelectMany(layer => Layer($"encoder.layer.{layer}", hidden, config.IntermediateSize)),
        ];
    }

    /// <summary>The dense layer above the first piece, which not every checkpoint has.</summary>
    public static WeightSpec[] Pooler(BertConfig config) => Dense("pooler.dense", config.HiddenSize, config.HiddenSize);

    private static WeightSpec[] Layer(string name, int hidden, int intermediate) =>
    [
        .. Dense($"{name}.attention.self.query", hidden, hidden),
        .. Dense($"{name}.attention.self.key", hidden, hidden),
        .. Dense($"{name}.attention.self.value", hidden, hidden),
        .. Dense($"{name}.attention.output.dense", hidden, hidden),
        .. Norm($"{name}.attention.output.LayerNorm", hidden),
        .. Dense($"{name}.intermediate.dense", intermediate, hidden),
        .. Dense($"{name}.output.dense", hidden, intermediate),
        .. Norm($"{name}.output.LayerNorm", hidden),
    ];

    private static WeightSpec[] Dense(string name, int rows, int columns) =>
        [WeightSpec.Matrix($"{name}.weight", rows, columns), WeightSpec.Vector($"{name}.bias", rows)];

    private static WeightSpec[] Norm(string name, int width) =>
        [WeightSpec.Vector($"{name}.weight", width), WeightSpec.Vector($"{name}.bias", width)];
}
