namespace BertGen;

/// <summary>How an application loads a model that it has injected.</summary>
public sealed class BertModelOptions
{
    /// <summary>A model folder, a file with its weights, or a name in the hub cache; null for what the attribute names.</summary>
    public string? Source { get; set; }

    /// <summary>Whether the model is loaded and run once while the host starts, so that the first caller does not wait.</summary>
    public bool WarmUp { get; set; } = true;
}
