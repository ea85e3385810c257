namespace BertGen.Checkpoints.Torch;

/// <summary>The tensors of a pickled state dict: a dictionary from names to tensors, and values of no interest.</summary>
internal static class TorchCheckpoint
{
    public static List<StoredTensor> Place(object? root, string path, OpenFile file)
    {
        if (root is not PickleDictionary dictionary)
        {
            throw new CheckpointException(path, "expected a dictionary of tensors, such as a model's state_dict(), found another object.");
        }

        var names = new HashSet<string>();
        var tensors = new List<StoredTensor>();
        foreach ((object? key, object? value) in dictionary.Items)
        {
            if (key is not string name || value is not TorchTensor tensor)
            {
                continue;
            }

            tensors.Add(names.Add(name)
                ? tensor.Place(name, path, file)
                : throw new CheckpointException(path, name, $"{name}: expected every name once, found it twice."));
        }

        return tensors;
    }
}
