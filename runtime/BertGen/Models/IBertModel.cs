namespace BertGen;

/// <summary>
/// A compiled BERT model. The compiler implements it; the indexer and its output carry the implementing class as type
/// argument, so that the ids of one model cannot be fed to another.
/// </summary>
/// <typeparam name="TSelf">The class that implements it.</typeparam>
public interface IBertModel<TSelf>
    where TSelf : IBertModel<TSelf>
{
    /// <summary>The numbers of the model and of its options, as they were compiled.</summary>
    static abstract BertModelInfo Info { get; }

    /// <summary>Loads the model, for code that has the class as a type argument; others call <c>Load</c> of the class.</summary>
    /// <param name="source">A model folder, a file with its weights, or a name in the hub cache; null for what the attribute names.</param>
    /// <returns>The model; its methods may be called from many threads at once.</returns>
    /// <exception cref="Hub.HubException">There is no such model here.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A file is missing or broken, or is of another model.</exception>
    /// <exception cref="NotSupportedException">The class was not compiled: it stands for a model in a test.</exception>
    static virtual TSelf Load(string? source = null) => throw new NotSupportedException($"{typeof(TSelf).Name} cannot be loaded: it was not compiled.");
}
