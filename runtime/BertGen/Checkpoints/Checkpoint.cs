namespace BertGen.Checkpoints;

/// <summary>The tensors of a trained model on disk, open for reading.</summary>
/// <remarks>
/// Files are memory-mapped: opening reads the list of tensors only, and the files must not be changed while the
/// checkpoint is open. Reading is safe from any thread; disposing while another thread reads is not.
/// </remarks>
public abstract class Checkpoint : IDisposable
{
    private protected Checkpoint(string path) => Path = path;

    /// <summary>The file that was opened: the weights, or the index of their shards.</summary>
    public string Path { get; }

    /// <summary>All tensors, whatever their type.</summary>
    public abstract IReadOnlyCollection<TensorEntry> Tensors { get; }

    /// <summary>Opens a checkpoint and checks the structure of its files.</summary>
    /// <param name="path">
    /// A model folder (with <c>model.safetensors</c>, or with <c>model.safetensors.index.json</c> and its shards), a
    /// <c>.safetensors</c> file or such an index.
    /// </param>
    /// <exception cref="CheckpointException">There is no checkpoint, or it is damaged.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Checkpoints are little-endian and are read on little-endian machines only.");
        }

        string file = CheckpointLocator.Find(path);
        return file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? SafetensorsCheckpoint.OpenShards(file)
            : SafetensorsCheckpoint.OpenFile(file);
    }

    /// <summary>
    /// Finds every tensor of a table, by name, shape and type, before any is read. A <c>bert.</c> prefix on all
    /// required names, or on the optional ones, and the old names <c>gamma</c> and <c>beta</c> for a LayerNorm's weight
    /// and bias are understood; tensors that the table does not name are ignored.
    /// </summary>
    /// <param name="table">What the model needs.</param>
    /// <returns>The tensors of the table, readable as long as this checkpoint is open.</returns>
    /// <exception cref="CheckpointException">Tensors are missing or differ: the message lists them.</exception>
    public BoundWeights Bind(ReadOnlySpan<WeightSpec> table) => WeightBinder.Bind(this, table);

    /// <summary>Releases the files; weights that were bound cannot be read any more.</summary>
    public abstract void Dispose();

    /// <summary>The tensor stored under exactly this name, or null.</summary>
    internal abstract TensorEntry? Find(string name);

    /// <summary>
    /// A part of a tensor's little-endian, row-major elements. The span is valid until the checkpoint is disposed.
    /// </summary>
    internal abstract ReadOnlySpan<byte> GetBytes(TensorEntry tensor, long offset, int length);
}
