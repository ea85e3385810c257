namespace BertGen.Text;

/// <summary>
/// The buffers of one tokenizing call, so that the tokenizers themselves hold no state. A thread keeps one for its next
/// call.
/// </summary>
internal sealed class TextWorkspace : IDisposable
{
    /// <summary>What a longer text needed is given back.</summary>
    private const int MostKept = 1 << 16;

    [ThreadStatic]
    private static TextWorkspace? _spare;

    private TextWorkspace()
    {
    }

    /// <summary>The words of the text at hand.</summary>
    public RaggedBuffer<char> Words { get; } = new();

    /// <summary>The word pieces of each of these words.</summary>
    public RaggedBuffer<int> Pieces { get; } = new();

    /// <summary>The token type of each piece.</summary>
    public PooledBuffer<int> TokenTypes { get; } = new();

    /// <summary>Code points of the token at hand.</summary>
    public PooledBuffer<int> Token { get; } = new();

    /// <summary>The token rewritten: lowercased.</summary>
    public PooledBuffer<int> Lowered { get; } = new();

    /// <summary>The token rewritten: decomposed, then without its accents.</summary>
    public PooledBuffer<int> Stripped { get; } = new();

    /// <summary>A token as UTF-16.</summary>
    public PooledBuffer<char> Chars { get; } = new();

    private int Capacity =>
        Words.Capacity + Pieces.Capacity + TokenTypes.Capacity + Token.Capacity + Lowered.Capacity + Stripped.Capacity + Chars.Capacity;

    /// <summary>A workspace for one call, whose buffers hold anything.</summary>
    public static TextWorkspace Rent()
    {
        TextWorkspace work = _spare ?? new TextWorkspace();
        _spare = null;
        return work;
    }

    /// <summary>Ends the call.</summary>
    public void Dispose()
    {
        if (Capacity <= MostKept)
        {
            _spare = this;
            return;
        }

        Words.Dispose();
        Pieces.Dispose();
        TokenTypes.Dispose();
        Token.Dispose();
        Lowered.Dispose();
        Stripped.Dispose();
        Chars.Dispose();
    }
}
