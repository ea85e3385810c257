namespace BertGen.Checkpoints;

/// <summary>The tensors of a trained model on disk, open for reading.</summary>
/// <remarks>
/// Opening reads the list of tensors only. A file that is written to, or cut, while the checkpoint is open is an error of the
/// next read; one that is put in its place by renaming does not matter. Reading is safe from any thread; disposing while
/// another thread reads is not.
/// </remarks>
public sealed class Checkpoint : IDisposable
{
    private readonly OpenFiles _files;
    private readonly Dictionary<string, StoredTensor> _tensors;

    private Checkpoint(string path, CheckpointContent content, OpenFiles files)
    {
        Path = path;
        _files = files;
        _tensors = content.Tensors.ToDictionary(tensor => tensor.Entry.Name);
        Tensors = [.. _tensors.Values.Select(tensor => tensor.Entry)];
        TextFiles = content.TextFiles;
    }

    /// <summary>The file that was opened: the weights, the index of their shards, or the archive that holds them.</summary>
    public string Path { get; }

    /// <summary>All tensors, whatever their type.</summary>
    public IReadOnlyCollection<TensorEntry> Tensors { get; }

    /// <summary>The configuration and the vocabulary by file name, where an archive holds them beside the weights; else empty.</summary>
    internal IReadOnlyDictionary<string, byte[]> TextFiles { get; }

    /// <summary>Opens a checkpoint and checks the structure of its files.</summary>
    /// <param name="path">
    /// A model folder, or one file: <c>.safetensors</c>; <c>pytorch_model.bin</c> in either of PyTorch's formats; the
    /// <c>.index.json</c> of shards; the <c>.ckpt.index</c> of a TensorFlow checkpoint (or its name without
    /// <c>.index</c>); a <c>.tar.gz</c> with the files of a model at its top. Of several checkpoints in a folder or an
    /// archive, the first in this order is opened.
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
        var files = new OpenFiles();
        try
        {
            var checkpoint = new Checkpoint(file, CheckpointReader.Read(file, files), files);
            files.CheckUnchanged();
            return checkpoint;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Finds every tensor of a table, by name, shape and type, before any is read. A <c>bert.</c> prefix on all
    /// required names, or on the optional ones, and the old names <c>gamma</c> and <c>beta</c> for a LayerNorm's weight
    /// and bias are understood; tensors that the table does not name are ignored.
    /// </summary>
    /// <param name="table">What the model needs.</param>
    /// <returns>The tensors of the table, readable as long as this checkpoint is open.</returns>
    /// <exception cref="CheckpointException">Tensors are missing or differ: the message lists them.</exception>
    public BoundWeights Bind(ReadOnlySpan<WeightSpec> table) => Bind(table, BertWeights.Prefixes);

    /// <summary>Finds the tensors of a table, and checks them.</summary>
    /// <param name="table">The tensors.</param>
    /// <param name="prefixes">What may stand before their names.</param>
    /// <returns>The tensors.</returns>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape or type: the message lists all.</exception>
    public BoundWeights Bind(ReadOnlySpan<WeightSpec> table, IReadOnlyList<string> prefixes) => WeightBinder.Bind(this, table, prefixes, []);

    /// <summary>Finds the tensors of a table by the names that a family has for them, and checks them.</summary>
    /// <param name="table">The tensors.</param>
    /// <param name="config">The model: what may stand before names, and which others there are.</param>
    /// <returns>The tensors.</returns>
    /// <exception cref="CheckpointException">A tensor is missing or of another shape or type: the message lists all.</exception>
    internal BoundWeights Bind(ReadOnlySpan<WeightSpec> table, ModelConfig config) => WeightBinder.Bind(this, table, config.Prefixes, config.OtherNames);

    /// <summary>Releases the files; weights that were bound cannot be read any more.</summary>
    public void Dispose() => _files.Dispose();

    /// <summary>The tensor stored under exactly this name, or null.</summary>
    internal TensorEntry? Find(string name) => _tensors.GetValueOrDefault(name)?.Entry;

    /// <summary>A tensor's little-endian, row-major elements; dispose them before the checkpoint.</summary>
    /// <exception cref="CheckpointException">The file is shorter by now, or cannot be read.</exception>
    internal ITensorBytes OpenBytes(TensorEntry tensor) => tensor.Parts is [var only]
        ? _tensors[only.Name].Open()
        : new JoinedBytes([.. tensor.Parts.Select(part => (_tensors[part.Name].Open(), part.ByteLength))]);

    /// <summary>A copy of a part of a tensor's little-endian, row-major elements, whole ones.</summary>
    /// <exception cref="CheckpointException">The file was written to, or cut, since it was opened, or cannot be read.</exception>
    internal byte[] GetBytes(TensorEntry tensor, long offset, int length)
    {
        using ITensorBytes bytes = OpenBytes(tensor);
        byte[] copy = GC.AllocateUninitializedArray<byte>(length);
        bytes.Read(offset, copy);
        CheckUnchanged(tensor);
        return copy;
    }

    /// <summary>Checks that nobody has written to the file of a tensor since it was opened.</summary>
    /// <exception cref="CheckpointException">Somebody has.</exception>
    internal void CheckUnchanged(TensorEntry tensor)
    {
        foreach (TensorEntry part in tensor.Parts)
        {
            _tensors[part.Name].File.CheckUnchanged();
        }
    }

    /// <exception cref="CheckpointException">The bytes of a tensor are not those that were written, or cannot be read.</exception>
    internal void Verify(TensorEntry tensor)
    {
        foreach (TensorEntry part in tensor.Parts)
        {
            StoredTensor stored = _tensors[part.Name];
            if (stored.Checksum is { } expected && Crc32C.Compute(stored) is var found && found != expected)
            {
                throw new CheckpointException(Path, part.Name, $"{part.Name}: expected the checksum {expected:x8}, found {found:x8}: its data is damaged.");
            }
        }
    }
}
