namespace BertGen.Text;

/// <summary>
/// A set of tokens that is asked about every word: without allocation, and mostly answered by the first character.
/// </summary>
internal sealed class TokenSet
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _longest;
    private readonly bool[] _asciiStarts = new bool[128];
    private readonly bool _otherStarts;

    /// <summary>The set of these tokens.</summary>
    public TokenSet(IEnumerable<string> tokens)
    {
        var set = new HashSet<string>(tokens, StringComparer.Ordinal);
        _lookup = set.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string token in set.Where(token => token.Length > 0))
        {
            _longest = Math.Max(_longest, token.Length);
            if (char.IsAscii(token[0]))
            {
                _asciiStarts[token[0]] = true;
            }
            else
            {
                _otherStarts = true;
            }
        }
    }

    /// <summary>Whether any token starts with this character.</summary>
    public bool MayStartWith(char first) => char.IsAscii(first) ? _asciiStarts[first] : _otherStarts;

    /// <summary>Whether the set holds the token.</summary>
    public bool Contains(ReadOnlySpan<char> token) =>
        token.Length > 0 && token.Length <= _longest && MayStartWith(token[0]) && _lookup.Contains(token);
}
