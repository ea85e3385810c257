namespace BertGen.Checkpoints;

/// <summary>Finds the weights that a path means: a model folder or a file.</summary>
internal static class CheckpointLocator
{
    // In order of preference.
    private static readonly string[] FileNames = ["model.safetensors", "model.safetensors.index.json"];

    public static string Find(string path)
    {
        if (Directory.Exists(path))
        {
            return FileNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists)
                ?? throw new CheckpointException(path, $"expected {string.Join(" or ", FileNames)} in this folder, found neither.");
        }

        if (!File.Exists(path))
        {
            throw new CheckpointException(path, "there is no such file or folder.");
        }

        return path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".safetensors.index.json", StringComparison.OrdinalIgnoreCase)
            ? path
            : throw new CheckpointException(path, "expected a folder, a .safetensors file or a .safetensors.index.json file.");
    }
}
