using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers;

/// <summary>The buffers of one call, so that tokenizers hold no state. A thread keeps one for its next call.</summary>
internal sealed class TokenizerWorkspace : IDisposable
{
    /// <summary>What a longer text needed is given back.</summary>
    private const int MostKept = 1 << 18;

    [ThreadStatic]
    private static TokenizerWorkspace? _spare;

    private TokenizerWorkspace()
    {
    }

    /// <summary>The pieces of the first text.</summary>
    public EncodedSequence First { get; } = new();

    /// <summary>The pieces of the second text.</summary>
    public EncodedSequence Second { get; } = new();

    /// <summary>The text with its added tokens cut out.</summary>
    public PooledBuffer<Split> RawSplits { get; } = new();

    /// <summary>A normalized stretch with its added tokens cut out.</summary>
    public PooledBuffer<Split> NormalizedSplits { get; } = new();

    /// <summary>The stretch that is normalized.</summary>
    public NormalizedStretch Stretch { get; } = new();

    /// <summary>The text on its way through the pre-tokenizers.</summary>
    public SplitText Text { get; } = new();

    /// <summary>Buffers of the model.</summary>
    public ModelWorkspace Model { get; } = new();

    /// <summary>The pieces of one split.</summary>
    public PooledBuffer<Piece> Pieces { get; } = new();

    /// <summary>A text with its prompt in front.</summary>
    public PooledBuffer<char> Joined { get; } = new();

    private int Capacity => First.Capacity + Second.Capacity + RawSplits.Capacity + NormalizedSplits.Capacity
        + Stretch.Capacity + Text.Capacity + Model.Capacity + Pieces.Capacity + Joined.Capacity;

    /// <summary>A workspace for one call.</summary>
    public static TokenizerWorkspace Rent()
    {
        TokenizerWorkspace work = _spare ?? new TokenizerWorkspace();
        _spare = null;
        return work;
    }

    /// <summary>Keeps the workspace for the next call of this thread, or gives its arrays back.</summary>
    public void Dispose()
    {
        if (_spare is null && Capacity <= MostKept)
        {
            _spare = this;
            return;
        }

        First.Dispose();
        Second.Dispose();
        RawSplits.Dispose();
        NormalizedSplits.Dispose();
        Stretch.Dispose();
        Text.Dispose();
        Model.Dispose();
        Pieces.Dispose();
        Joined.Dispose();
    }
}
