using BertGen.Files;

namespace BertGen.Checkpoints;

/// <summary>Finds the weights that a path means: a model folder or a file.</summary>
internal static class CheckpointLocator
{
    private const string TensorFlowIndex = ".index";

    // In order of preference: what loads fastest and is safest comes first.
    private static readonly string[] FileNames =
    [
        "model.safetensors",
        "model.safetensors.index.json",
        "pytorch_model.bin",
        "pytorch_model.bin.index.json",
        "bert_model.ckpt.index",
        "model.ckpt.index",
    ];

    public static string Find(string path)
    {
        SavePlace.TryRepair(path);
        if (Directory.Exists(path))
        {
            return FileNames.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists)
                ?? throw new CheckpointException(path, $"expected {string.Join(" or ", FileNames)} in this folder, found none of them.");
        }

        // A TensorFlow checkpoint is named by what its files have in common.
        return File.Exists(path) ? path
            : File.Exists(path + TensorFlowIndex) ? path + TensorFlowIndex
            : throw new CheckpointException(path, $"there is no {MissingPath.Places(path)}.{MissingPath.Advice(path)}");
    }
}
