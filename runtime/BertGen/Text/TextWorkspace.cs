namespace BertGen.Text;

/// <summary>The buffers of one tokenizing call, so that the tokenizers themselves hold no state.</summary>
internal sealed class TextWorkspace : IDisposable
{
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

    /// <summary>Gives all arrays back.</summary>
    public void Dispose()
    {
        Words.Dispose();
        Pieces.Dispose();
        TokenTypes.Dispose();
        Token.Dispose();
        Lowered.Dispose();
        Stripped.Dispose();
        Chars.Dispose();
    }
}
