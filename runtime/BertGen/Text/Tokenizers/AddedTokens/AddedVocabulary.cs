using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers.AddedTokens;

/// <summary>
/// The tokens on top of a model's vocabulary. One that the model has keeps its id; a new one gets the next free id, and of
/// one that is added twice the last flags count. Not safe for concurrent use while tokens are added.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="normalizer">What text goes through; null for none.</param>
internal sealed class AddedVocabulary(TokenModel model, Normalizer? normalizer)
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly SortedDictionary<int, AddedToken> _tokens = [];
    private readonly HashSet<string> _special = [];

    /// <summary>What the tokens are searched for with, where that is another text.</summary>
    private readonly Dictionary<int, string> _normalized = [];
    private int _highest = -1;

    /// <summary>The tokens by their ids, ascending.</summary>
    public IReadOnlyDictionary<int, AddedToken> Tokens => _tokens;

    /// <summary>Number of tokens that the model does not have.</summary>
    public int NewCount => _ids.Keys.Count(content => model.Tokens.Find(content) < 0);

    /// <summary>Whether there is a token with this text.</summary>
    public bool Contains(string content) => _ids.ContainsKey(content);

    /// <summary>Whether decoding can leave a token out.</summary>
    public bool IsSpecial(string content) => _special.Contains(content);

    /// <summary>The id of a token, added or the model's; -1 for none.</summary>
    public int Find(string content) => _ids.TryGetValue(content, out int id) ? id : model.Tokens.Find(content);

    /// <summary>Adds a token. An empty one is left out.</summary>
    public void Add(AddedToken token)
    {
        if (token.Content.Length == 0)
        {
            return;
        }

        int id = Find(token.Content);
        if (id < 0)
        {
            id = _highest >= model.EntryCount || model.EntryCount == 0 ? _highest + 1 : model.EntryCount;
        }

        _highest = Math.Max(_highest, id);

        _ids[token.Content] = id;
        _tokens[id] = token;
        if (token.IsNormalized)
        {
            _normalized[id] = Normalize(token.Content);
        }

        if (token.IsSpecial)
        {
            _special.Add(token.Content);
        }
    }

    /// <summary>Makes what finds these tokens in text.</summary>
    /// <param name="splitsSpecial">Whether special tokens are left to the model.</param>
    /// <exception cref="ArgumentException">Two of them are the same text once they are normalized, or one is empty.</exception>
    public AddedTokenFinder CreateFinder(bool splitsSpecial) => new(
        CreateMatcher(false, splitsSpecial),
        CreateMatcher(true, splitsSpecial));

    /// <summary>The text that an added token is searched for with, and decoded to; null where the id is no added token's.</summary>
    public string? TextOf(int id) => !_tokens.TryGetValue(id, out AddedToken? token) ? null
        : _normalized.TryGetValue(id, out string? normalized) ? normalized
        : token.Content;

    private AddedTokenMatcher? CreateMatcher(bool normalized, bool splitsSpecial)
    {
        var texts = new CharTrie();
        var matched = new Dictionary<int, AddedToken>();
        foreach ((int id, AddedToken token) in _tokens)
        {
            if (token.IsNormalized != normalized)
            {
                continue;
            }

            string text = token.IsNormalized ? _normalized[id] : token.Content;
            if (text.Length == 0 || texts.Set(text, id) >= 0)
            {
                throw new ArgumentException(text.Length == 0
                    ? $"expected the added token '{token.Content}' to be a text once it is normalized, found nothing"
                    : $"expected the added tokens to differ once they are normalized, found '{text}' twice");
            }

            matched.Add(id, token);
        }

        return matched.Count == 0 ? null : new AddedTokenMatcher(texts, matched, id => splitsSpecial && IsSpecial(matched[id].Content));
    }

    private string Normalize(string content)
    {
        if (normalizer is null)
        {
            return content;
        }

        using var stretch = new NormalizedStretch();
        stretch.Load(content, 0);
        normalizer.Apply(stretch);
        return stretch.Chars.ToString();
    }
}
