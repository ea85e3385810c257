using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers;

/// <summary>The pieces of one text, before anything is put around them or cut off.</summary>
internal sealed class EncodedSequence : IDisposable
{
    private readonly PooledBuffer<Piece> _pieces = new();
    private readonly PooledBuffer<int> _words = new();
    private readonly PooledBuffer<TrimmedPlace> _trimmed = new();

    /// <summary>Number of pieces.</summary>
    public int Count => _pieces.Count;

    /// <summary>Id and place in the original of each piece.</summary>
    public ReadOnlySpan<Piece> Pieces => _pieces.Written;

    /// <summary>The number of the word of each piece.</summary>
    public ReadOnlySpan<int> Words => _words.Written;

    /// <summary>The place of each piece without white space; empty where it is left in.</summary>
    public ReadOnlySpan<TrimmedPlace> Trimmed => _trimmed.Written;

    /// <summary>Size of the buffers.</summary>
    public int Capacity => _pieces.Capacity + _words.Capacity + _trimmed.Capacity;

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _words.Clear();
        _trimmed.Clear();
    }

    /// <summary>Adds a piece.</summary>
    public void Add(Piece piece, int word)
    {
        _pieces.Add(piece);
        _words.Add(word);
    }

    /// <summary>Adds the place of the last piece without white space.</summary>
    public void AddTrimmed(TrimmedPlace place) => _trimmed.Add(place);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pieces.Dispose();
        _words.Dispose();
        _trimmed.Dispose();
    }
}
