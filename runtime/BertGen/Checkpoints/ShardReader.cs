namespace BertGen.Checkpoints;

/// <summary>Reads the tensors of a checkpoint in several files, as its index tells where they are.</summary>
internal static class ShardReader
{
    public static List<StoredTensor> Read(string indexPath, OpenFile index, OpenFiles files)
    {
        Dictionary<string, string> shardOfTensor = ShardIndex.Read(indexPath, index);
        string folder = Path.GetDirectoryName(indexPath)!;
        var shards = new Dictionary<string, Dictionary<string, StoredTensor>>();
        var tensors = new List<StoredTensor>(shardOfTensor.Count);
        foreach ((string tensor, string shard) in shardOfTensor)
        {
            if (!shards.TryGetValue(shard, out Dictionary<string, StoredTensor>? content))
            {
                shards.Add(shard, content = ReadShard(indexPath, folder, shard, files));
            }

            tensors.Add(content.GetValueOrDefault(tensor)
                ?? throw new CheckpointException(indexPath, tensor, $"{tensor}: expected it in {shard}, found no such tensor there."));
        }

        return tensors;
    }

    private static Dictionary<string, StoredTensor> ReadShard(string indexPath, string folder, string shard, OpenFiles files)
    {
        string path = Path.Combine(folder, shard);
        return File.Exists(path)
            ? CheckpointReader.ReadTensors(path, files.Open(path)).ToDictionary(tensor => tensor.Entry.Name)
            : throw new CheckpointException(indexPath, $"expected the shard {shard} beside the index, found no such file.");
    }
}
