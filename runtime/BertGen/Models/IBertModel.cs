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
}
