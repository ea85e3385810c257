namespace BertGen.Benchmarks.Serving;

/// <summary>6 layers of 384 as a sentence embedder: what is served.</summary>
[BertEmbedder("models/minilm-l6", TopLayerOnly = true, Pooling = BertPooling.Mean, Normalize = true)]
internal sealed partial class ServedMiniLm
{
    /// <summary>A folder with random weights and the vocabulary of the small trained model; made when it is not there.</summary>
    /// <param name="checkpoint">The weights.</param>
    public static string Ensure(string checkpoint)
    {
        string folder = Path.ChangeExtension(checkpoint, ".served");
        Directory.CreateDirectory(folder);
        Copy(checkpoint, "model.safetensors");
        Copy(Path.Combine(AppContext.BaseDirectory, "models", "minilm-l6", "config.json"), "config.json");
        Copy(Path.Combine(Definitions.ModelFolder, "vocab.txt"), "vocab.txt");
        return folder;

        // Another process may read it or do the same: a file that has the name is whole.
        void Copy(string source, string name)
        {
            string temporary = Path.Combine(folder, $"{name}.{Environment.ProcessId}");
            File.Copy(source, temporary, overwrite: true);
            File.Move(temporary, Path.Combine(folder, name), overwrite: true);
        }
    }
}
