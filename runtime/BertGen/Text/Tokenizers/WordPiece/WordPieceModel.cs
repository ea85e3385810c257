using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.WordPiece;

/// <summary>
/// Spells a word with the longest token that it starts with, and the rest with the longest ones that continue a word; a word
/// that cannot be spelled so is unknown as a whole.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly string _unknown;
    private readonly int _unknownId;
    private readonly int _maxWordLength;
    private readonly int _continuation;

    /// <summary>A model.</summary>
    /// <param name="tokens">The vocabulary.</param>
    /// <param name="unknown">The token of unknown words.</param>
    /// <param name="continuationMark">What tokens that continue a word start with.</param>
    /// <param name="maxWordLength">A word of more code points is unknown.</param>
    public WordPieceModel(TokenTable tokens, string unknown, string continuationMark, int maxWordLength)
    {
        Tokens = tokens;
        _unknown = unknown;
        _unknownId = tokens.Find(unknown);
        _maxWordLength = maxWordLength;
        _continuation = tokens.Trie.Find(CharTrie.Root, continuationMark);
    }

    /// <inheritdoc/>
    public override TokenTable Tokens { get; }

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> text, ModelWorkspace work, PooledBuffer<Piece> target)
    {
        int count = target.Count;
        bool spelled = text.Length <= _maxWordLength || Character.Count(text) <= _maxWordLength;
        CharTrie trie = Tokens.Trie;
        for (int start = 0; spelled && start < text.Length;)
        {
            int node = start == 0 ? CharTrie.Root : _continuation;
            int id = -1, end = start;
            for (int i = start; i < text.Length && node >= 0; i++)
            {
                node = trie.Next(node, text[i]);
                if (node == 0)
                {
                    break;
                }

                int value = trie.ValueOf(node);
                (id, end) = value >= 0 ? (value, i + 1) : (id, end);
            }

            spelled = id >= 0;
            if (spelled)
            {
                target.Add(new Piece(id, start, end));
            }

            start = end;
        }

        if (!spelled)
        {
            target.Truncate(count);
            target.Add(new Piece(_unknownId >= 0 ? _unknownId : throw Missing(text), 0, text.Length));
        }
    }

    private UnknownTokenException Missing(ReadOnlySpan<char> word) =>
        new($"expected the token '{_unknown}' in the vocabulary for the unknown word '{word}', found none");
}
