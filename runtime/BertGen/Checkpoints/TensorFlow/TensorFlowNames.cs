namespace BertGen.Checkpoints.TensorFlow;

/// <summary>Translates the names of the original BERT's variables, such as <c>bert/encoder/layer_0/output/dense/kernel</c>.</summary>
internal static class TensorFlowNames
{
    private const string LayerPrefix = "layer_";

    /// <summary>Whether a name belongs to training: moments of the optimizer, and the step.</summary>
    public static bool IsOfTraining(string name) =>
        name == "global_step"
        || name.EndsWith("/adam_m", StringComparison.Ordinal)
        || name.EndsWith("/adam_v", StringComparison.Ordinal);

    /// <summary>Whether the matrix is stored as [inputs, outputs]; state dicts have [outputs, inputs].</summary>
    public static bool IsTransposed(string name) => name.EndsWith("/kernel", StringComparison.Ordinal);

    /// <summary>The name in a state dict, such as <c>bert.encoder.layer.0.output.dense.weight</c>.</summary>
    public static string ToStateDict(string name)
    {
        string[] parts = name.Split('/');
        for (int i = 0; i < parts.Length - 1; i++)
        {
            if (parts[i].StartsWith(LayerPrefix, StringComparison.Ordinal))
            {
                parts[i] = $"layer.{parts[i][LayerPrefix.Length..]}";
            }
        }

        parts[^1] = parts[^1] switch
        {
            "kernel" or "gamma" => "weight",
            "beta" => "bias",
            "word_embeddings" or "position_embeddings" or "token_type_embeddings" => $"{parts[^1]}.weight",
            string other => other,
        };
        return string.Join('.', parts);
    }
}
