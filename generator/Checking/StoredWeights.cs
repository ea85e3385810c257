using BertGen.Generator.Common;
using BertGen.Generator.Configuration;

namespace BertGen.Generator.Checking;

/// <summary>The weights of a model as far as the build knows them: one file, or the files of an index that are there.</summary>
internal sealed class StoredWeights
{
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);

    private StoredWeights(string name) => Name = name;

    /// <summary>The file that people know: the weights, or their index.</summary>
    public string Name { get; }

    /// <summary>Why the weights cannot be checked; null when they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Null where the model has no weights at build time, or none that the build can look into.</summary>
    public static StoredWeights? Of(ModelFolder folder, string projectFolder)
    {
        string key = ModelFileReader.IsPrepared(folder.Path)
            ? PathText.FileName(folder.Path)
            : ModelKey.Of(PathText.Relative(projectFolder, folder.Path));
        ModelFile[] files = [.. folder.Files.Where(file => IsOf(file, key))];
        WeightsFile[] headers = [.. files.OfType<WeightsFile>()];
        return files.OfType<WeightsIndexFile>().FirstOrDefault() is { } index ? OfShards(index, headers)
            : headers.FirstOrDefault() is { } single ? OfSingle(single)
            : null;
    }

    public StoredTensor? Find(string name) => _tensors.TryGetValue(name, out StoredTensor tensor) ? tensor : null;

    /// <summary>The names of the tensors whose name ends so.</summary>
    public IEnumerable<string> EndingWith(string end) => _tensors.Keys.Where(name => name.EndsWith(end, StringComparison.Ordinal)).OrderBy(name => name, StringComparer.Ordinal);

    /// <summary>Whether a tensor lies in a file that is not there, so that nothing is known of it.</summary>
    public bool IsOutOfSight(string name) => _absent.Contains(name);

    private static bool IsOf(ModelFile file, string key)
    {
        string folder = PathText.Folder(file.Path);
        return PathText.FileName(folder) == key && ModelFileReader.IsPrepared(folder);
    }

    private static StoredWeights OfSingle(WeightsFile file)
    {
        var weights = new StoredWeights(file.Name);
        weights.Add(file);
        return weights;
    }

    private static StoredWeights OfShards(WeightsIndexFile index, WeightsFile[] shards)
    {
        var weights = new StoredWeights(index.Name) { Problem = index.Problem };
        ILookup<string, PlacedTensor> placed = index.Tensors.ToLookup(tensor => tensor.File);
        foreach (IGrouping<string, PlacedTensor> group in placed)
        {
            if (Array.Find(shards, shard => shard.Name == group.Key) is { } shard)
            {
                weights.Add(shard);
            }
            else
            {
                weights._absent.UnionWith(group.Select(tensor => tensor.Name));
            }
        }

        return weights;
    }

    private void Add(WeightsFile file)
    {
        Problem ??= file.Problem;
        foreach (StoredTensor tensor in file.Tensors)
        {
            _tensors[tensor.Name] = tensor;
        }
    }
}
