namespace BertGen.Checkpoints.Torch;

/// <summary>A dictionary of a pickle: its items in their order, unhashed, since keys may be anything.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>The first value of a key, or null.</summary>
    public object? Find(string key) => Items.FirstOrDefault(item => key.Equals(item.Key)).Value;
}
