using BertGen.Text.Tokenizers.BytePair;

namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>The buffers that a model spells in.</summary>
internal sealed class ModelWorkspace : IDisposable
{
    /// <summary>Scores of the best paths.</summary>
    public PooledBuffer<double> Scores { get; } = new();

    /// <summary>Where the last token of each best path starts.</summary>
    public PooledBuffer<int> Starts { get; } = new();

    /// <summary>The last token of each best path.</summary>
    public PooledBuffer<int> Ids { get; } = new();

    /// <summary>The symbols that are merged.</summary>
    public PooledBuffer<MergeSymbol> Symbols { get; } = new();

    /// <summary>The merges that are open, as a heap.</summary>
    public PooledBuffer<MergeCandidate> Candidates { get; } = new();

    /// <summary>A character with what a model puts before and behind it.</summary>
    public PooledBuffer<char> Chars { get; } = new();

    /// <summary>Size of the buffers.</summary>
    public int Capacity =>
        Scores.Capacity + Starts.Capacity + Ids.Capacity + Symbols.Capacity + Candidates.Capacity + Chars.Capacity;

    /// <inheritdoc/>
    public void Dispose()
    {
        Scores.Dispose();
        Starts.Dispose();
        Ids.Dispose();
        Symbols.Dispose();
        Candidates.Dispose();
        Chars.Dispose();
    }
}
