using BertGen.Checkpoints;

namespace BertGen.Engine.Pipeline;

/// <summary>Reads the weights of a module from its folder.</summary>
internal static class ModuleWeights
{
    /// <summary>Reads tensors, which must be all that the folder has.</summary>
    /// <param name="root">The folder of the model.</param>
    /// <param name="folder">The folder of the module in it.</param>
    /// <param name="table">The tensors.</param>
    /// <returns>Their values, in the order of the table.</returns>
    /// <exception cref="CheckpointException">A tensor is missing, one too many, or of another shape.</exception>
    public static float[][] Read(string root, string folder, params ReadOnlySpan<WeightSpec> table)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(root, folder));
        BoundWeights weights = checkpoint.Bind(table);
        foreach (TensorEntry tensor in checkpoint.Tensors)
        {
            if (!Names(table).Contains(tensor.Name))
            {
                throw new CheckpointException(
                    checkpoint.Path, tensor.Name, $"{tensor.Name}: expected only {string.Join(" and ", Names(table))} for the module that was compiled, found this one too.");
            }
        }

        return ReadAll(weights, table);
    }

    /// <summary>Reads tensors, which need not be all that the folder has.</summary>
    /// <param name="root">The folder of the model.</param>
    /// <param name="folder">The folder of the weights in it.</param>
    /// <param name="table">The tensors.</param>
    /// <returns>Their values, in the order of the table.</returns>
    /// <exception cref="CheckpointException">A tensor is missing, or of another shape.</exception>
    public static float[][] ReadAmongOthers(string root, string folder, params ReadOnlySpan<WeightSpec> table)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(root, folder));
        return ReadAll(checkpoint.Bind(table), table);
    }

    private static float[][] ReadAll(BoundWeights weights, ReadOnlySpan<WeightSpec> table)
    {
        float[][] values = new float[table.Length][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new float[table[i].Count];
            weights.Read(table[i].Name, values[i]);
        }

        return values;
    }

    private static string[] Names(ReadOnlySpan<WeightSpec> table)
    {
        string[] names = new string[table.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = table[i].Name;
        }

        return names;
    }
}
