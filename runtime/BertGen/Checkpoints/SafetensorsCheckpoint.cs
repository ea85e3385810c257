namespace BertGen.Checkpoints;

/// <summary>A checkpoint in one safetensors file or in several shards.</summary>
internal sealed class SafetensorsCheckpoint : Checkpoint
{
    private readonly IReadOnlyCollection<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _fileOfTensor;

    private SafetensorsCheckpoint(string path, IReadOnlyCollection<SafetensorsFile> files, Dictionary<string, SafetensorsFile> fileOfTensor)
        : base(path)
    {
        _files = files;
        _fileOfTensor = fileOfTensor;
        Tensors = [.. fileOfTensor.Select(pair => pair.Value.Find(pair.Key)!)];
    }

    public override IReadOnlyCollection<TensorEntry> Tensors { get; }

    public static SafetensorsCheckpoint OpenFile(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        return new SafetensorsCheckpoint(path, [file], file.Tensors.ToDictionary(tensor => tensor.Name, _ => file));
    }

    public static SafetensorsCheckpoint OpenShards(string indexPath)
    {
        Dictionary<string, string> shards = SafetensorsIndex.Read(indexPath);
        string folder = System.IO.Path.GetDirectoryName(indexPath)!;
        var open = new Dictionary<string, SafetensorsFile>();
        try
        {
            foreach (string shard in shards.Values.Distinct())
            {
                open.Add(shard, OpenShard(indexPath, folder, shard));
            }

            foreach ((string tensor, string shard) in shards)
            {
                if (open[shard].Find(tensor) is null)
                {
                    throw new CheckpointException(indexPath, tensor, $"{tensor}: expected it in {shard}, found no such tensor there.");
                }
            }
        }
        catch
        {
            DisposeAll(open.Values);
            throw;
        }

        return new SafetensorsCheckpoint(indexPath, open.Values, shards.ToDictionary(pair => pair.Key, pair => open[pair.Value]));
    }

    public override void Dispose() => DisposeAll(_files);

    internal override TensorEntry? Find(string name) =>
        _fileOfTensor.TryGetValue(name, out SafetensorsFile? file) ? file.Find(name) : null;

    internal override ReadOnlySpan<byte> GetBytes(TensorEntry tensor, long offset, int length) =>
        _fileOfTensor[tensor.Name].GetBytes(tensor.Name, offset, length);

    private static SafetensorsFile OpenShard(string indexPath, string folder, string shard)
    {
        string path = System.IO.Path.Combine(folder, shard);
        return File.Exists(path)
            ? SafetensorsFile.Open(path)
            : throw new CheckpointException(indexPath, $"expected the shard {shard} beside the index, found no such file.");
    }

    private static void DisposeAll(IEnumerable<SafetensorsFile> files)
    {
        foreach (SafetensorsFile file in files)
        {
            file.Dispose();
        }
    }
}
