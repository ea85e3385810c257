using BertGen.Checkpoints;

namespace BertGen.Tool;

/// <summary>Compares a checkpoint with the table of tensors that a config stands for.</summary>
internal static class CheckpointCheck
{
    public static CheckpointReport Run(Checkpoint checkpoint, BertConfig config)
    {
        IReadOnlyList<WeightSpec> table = config.Weights();
        Dictionary<string, TensorEntry> tensors = [];
        foreach (TensorEntry tensor in checkpoint.Tensors.OrderBy(tensor => tensor.Name.Length))
        {
            tensors.TryAdd(Canonical(tensor.Name), tensor);
        }

        List<string> problems = [];
        if (config.HiddenSize % config.HeadCount != 0)
        {
            problems.Add($"config      hidden_size {config.HiddenSize} is no multiple of num_attention_heads {config.HeadCount}");
        }

        List<WeightSpec> usable = [];
        foreach (WeightSpec weight in table)
        {
            if (!tensors.TryGetValue(weight.Name, out TensorEntry? tensor))
            {
                problems.Add($"missing     {weight}");
            }
            else if (!HasShape(tensor, weight))
            {
                problems.Add($"shape       {weight}: found {tensor.Description}");
            }
            else if (tensor.Type is not (TensorElementType.F64 or TensorElementType.F32 or TensorElementType.F16 or TensorElementType.BF16))
            {
                problems.Add($"type        {weight}: found {tensor.Description}; expected F32, F16, BF16 or F64");
            }
            else
            {
                usable.Add(weight);
            }
        }

        CheckValues(checkpoint, usable, problems);
        HashSet<string> known = [.. table.Select(weight => weight.Name)];
        return new CheckpointReport(
            table.Count,
            problems,
            [.. tensors.Where(tensor => !known.Contains(tensor.Key))
                .Select(tensor => tensor.Value)
                .OrderBy(tensor => tensor.Name, TensorNameComparer.Instance)
                .Select(tensor => $"extra       {tensor}: no part of the encoder, ignored")]);
    }

    // The spellings that loading understands as well.
    private static string Canonical(string name)
    {
        const string Prefix = "bert.";
        string bare = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        return bare.EndsWith("LayerNorm.gamma", StringComparison.Ordinal) ? bare[..^"gamma".Length] + "weight"
            : bare.EndsWith("LayerNorm.beta", StringComparison.Ordinal) ? bare[..^"beta".Length] + "bias"
            : bare;
    }

    private static bool HasShape(TensorEntry tensor, WeightSpec weight) => weight.Columns == 0
        ? tensor.Shape is [long length] && length == weight.Rows
        : tensor.Shape is [long rows, long columns] && rows == weight.Rows && columns == weight.Columns;

    // Binding is what loading does: it has the last word on names, and hands out the values.
    private static void CheckValues(Checkpoint checkpoint, List<WeightSpec> usable, List<string> problems)
    {
        try
        {
            BoundWeights weights = checkpoint.Bind([.. usable]);
            foreach (WeightSpec weight in usable)
            {
                CheckFinite(weights, weight, problems);
            }
        }
        catch (CheckpointException e)
        {
            problems.Add($"loading     {e.Message}");
        }
    }

    // Reading refuses values that are not finite, and tells which and where.
    private static void CheckFinite(BoundWeights weights, WeightSpec weight, List<string> problems)
    {
        try
        {
            weights.Read(weight.Name, new float[weight.Count]);
        }
        catch (CheckpointException e)
        {
            problems.Add($"not finite  {e.Message}");
        }
    }
}
