using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Collects merges, which are given as texts.</summary>
/// <param name="tokens">The vocabulary.</param>
/// <param name="continuationMark">What the right token of a merge starts with, and the merged one does not have again.</param>
/// <param name="count">The most merges.</param>
internal sealed class MergeReader(TokenTable tokens, string continuationMark, int count)
{
    private int _rank;

    /// <summary>The merges so far.</summary>
    public MergeTable Merges { get; } = new(count);

    /// <summary>Adds a merge written with a space between its tokens; returns what is wrong with it, or null.</summary>
    public string? AddLine(ReadOnlySpan<char> line)
    {
        int space = line.IndexOf(' ');
        return space < 0 || line[(space + 1)..].Contains(' ')
            ? $"expected two tokens with a space between them, found '{line}'"
            : Add(line[..space], line[(space + 1)..]);
    }

    /// <summary>Adds a merge; returns what is wrong with it, or null.</summary>
    public string? Add(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int leftId = tokens.Find(left), rightId = tokens.Find(right);
        if (leftId < 0 || rightId < 0)
        {
            return $"expected a token of the vocabulary, found '{(leftId < 0 ? left : right)}'";
        }

        if (right.Length < continuationMark.Length)
        {
            return $"expected a token that continues with '{continuationMark}', found '{right}'";
        }

        int node = tokens.Trie.Find(CharTrie.Root, left);
        node = tokens.Trie.Find(node, right[continuationMark.Length..]);
        int id = node < 0 ? -1 : tokens.Trie.ValueOf(node);
        if (id < 0)
        {
            return $"expected the merged token '{left}{right[continuationMark.Length..]}' in the vocabulary, found none";
        }

        Merges.Set(leftId, rightId, _rank++, id);
        return null;
    }
}
