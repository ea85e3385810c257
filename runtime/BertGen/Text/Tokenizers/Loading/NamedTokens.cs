using System.Globalization;
using System.Text.Json;
using BertGen.Text.Tokenizers.AddedTokens;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>The tokens that a folder's files name, and those that they add, put together as the library does it.</summary>
internal sealed class NamedTokens
{
    /// <summary>The named tokens in the order that new ones get their ids.</summary>
    private static readonly string[] StandardNames =
        ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private readonly Dictionary<string, NamedToken> _named = [];
    private readonly List<string> _customNames = [];
    private readonly List<NamedToken> _extra = [];
    private readonly SortedDictionary<int, AddedToken> _listed = [];
    private bool _isListedInConfig;

    /// <summary>Tokens that the files list with an id, ascending.</summary>
    public IReadOnlyDictionary<int, AddedToken> Listed => _listed;

    /// <summary>The tokens without a part to play.</summary>
    public IReadOnlyList<NamedToken> Extra => _extra;

    /// <summary>The names of the tokens that are there, in the order that new ones get their ids.</summary>
    public IEnumerable<string> Names => StandardNames.Concat(_customNames).Where(_named.ContainsKey);

    /// <summary>The token with a part to play, or null.</summary>
    public NamedToken? this[string name] => _named.GetValueOrDefault(name);

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="config"><c>tokenizer_config.json</c>.</param>
    /// <param name="map"><c>special_tokens_map.json</c>.</param>
    /// <param name="added"><c>added_tokens.json</c>.</param>
    /// <param name="tokenizer"><c>tokenizer.json</c>.</param>
    public static NamedTokens Read(JsonPart? config, JsonPart? map, JsonPart? added, JsonPart? tokenizer)
    {
        var tokens = new NamedTokens();
        if (config is { } settings)
        {
            tokens.ReadNames(settings, isMap: false);
        }

        if (config?.Find("added_tokens_decoder") is { } decoder)
        {
            tokens._isListedInConfig = true;
            tokens.ReadDecoder(decoder);
        }
        else
        {
            if (map is { } names)
            {
                tokens.ReadNames(names, isMap: true);
            }

            if (added is { } list)
            {
                tokens.ReadAddedFile(list);
            }

            if (tokenizer is { } file)
            {
                foreach ((int id, AddedToken token) in ReadList(file.Get("added_tokens")))
                {
                    tokens._listed[id] = token;
                }
            }
        }

        tokens.UseListed();
        return tokens;
    }

    /// <summary>The added tokens of <c>tokenizer.json</c>, in their order.</summary>
    public static IEnumerable<(int Id, AddedToken Token)> ReadList(JsonPart list) =>
        list.Items.Select(item => (item.Get("id").Integer(0, int.MaxValue), ReadToken(item, normalized: false, special: false)));

    /// <summary>Gives a part to a token unless the files name one for it.</summary>
    public void SetDefault(string name, AddedToken token) => _named.TryAdd(name, new NamedToken(token, IsText: true));

    /// <summary>Replaces a named token that the files write as a text alone by one with flags.</summary>
    public void SetFlags(string name, Func<AddedToken, AddedToken> change)
    {
        if (_named.TryGetValue(name, out NamedToken? token) && token.IsText)
        {
            _named[name] = new NamedToken(change(token.Token), IsText: false);
        }
    }

    /// <summary>Adds a token without a part to play.</summary>
    public void AddExtra(AddedToken token)
    {
        if (_extra.All(extra => extra.Token.Content != token.Content))
        {
            _extra.Add(new NamedToken(token, IsText: false));
        }
    }

    /// <summary>
    /// Checks that the tokens which <c>tokenizer.json</c> adds are in the list of <c>tokenizer_config.json</c>: a class that
    /// builds the tokenizer itself reads that list alone.
    /// </summary>
    public void CheckListed(JsonPart? tokenizer)
    {
        if (!_isListedInConfig || tokenizer?.Find("added_tokens") is not { } list)
        {
            return;
        }

        var known = _listed.Values.Concat(_named.Values.Concat(_extra).Select(token => token.Token)).Select(token => token.Content).ToHashSet();
        foreach (JsonPart item in list.Items)
        {
            JsonPart content = item.Get("content");
            if (!known.Contains(content.Text))
            {
                throw content.Wrong("a token that \"added_tokens_decoder\" of tokenizer_config.json lists too");
            }
        }
    }

    /// <summary>Adds all tokens to a vocabulary: listed ones first, then named ones, then the others.</summary>
    public void AddTo(AddedVocabulary vocabulary)
    {
        var added = new HashSet<string>(vocabulary.Tokens.Values.Select(token => token.Content));
        var current = vocabulary.Tokens.Values.ToHashSet();
        var names = _named.Values.Select(token => token.Token.Content).ToHashSet();
        var open = new List<AddedToken>();
        foreach (AddedToken token in _listed.Values.Where(token => !current.Contains(token)))
        {
            open.Add(token);
            added.Add(token.Content);
        }

        foreach (NamedToken token in Names.Select(name => _named[name]).Concat(_extra))
        {
            if (added.Add(token.Token.Content))
            {
                open.Add(token.Token);
            }
        }

        foreach (AddedToken token in open)
        {
            vocabulary.Add(names.Contains(token.Content) ? token with { IsSpecial = true } : token);
        }
    }

    private static AddedToken ReadToken(JsonPart part, bool normalized, bool special) => new(part.Get("content").Text)
    {
        IsSingleWord = part.BooleanOr("single_word", missing: false),
        StripsLeft = part.BooleanOr("lstrip", missing: false),
        StripsRight = part.BooleanOr("rstrip", missing: false),
        IsSpecial = part.BooleanOr("special", special),
        IsNormalized = part.BooleanOr("normalized", normalized && !part.BooleanOr("special", special)),
    };

    private static NamedToken ReadNamed(JsonPart part, bool special) =>
        part.Element.ValueKind == JsonValueKind.String
            ? new NamedToken(AddedToken.Special(part.Text), IsText: true)
            : new NamedToken(ReadToken(part, normalized: true, special), IsText: false);

    private void ReadNames(JsonPart part, bool isMap)
    {
        foreach ((string name, JsonPart value) in part.Members)
        {
            if (name is "additional_special_tokens" or "extra_special_tokens")
            {
                ReadExtra(value, isMap);
            }
            else if (name.EndsWith("_token", StringComparison.Ordinal) && IsToken(value))
            {
                if (!StandardNames.Contains(name) && !_customNames.Contains(name))
                {
                    _customNames.Add(name);
                }

                _named[name] = ReadNamed(value, special: isMap);
            }
            else if (StandardNames.Contains(name) && value.Element.ValueKind == JsonValueKind.Null)
            {
                _named.Remove(name);
            }
        }
    }

    private void ReadExtra(JsonPart part, bool isMap)
    {
        IEnumerable<JsonPart> items = part.Element.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Object => part.Members.Select(member => member.Value),
            _ => part.Items,
        };
        foreach (JsonPart item in items)
        {
            NamedToken token = ReadNamed(item, special: isMap);
            if (_extra.All(extra => extra.Token.Content != token.Token.Content))
            {
                _extra.Add(token);
            }
        }
    }

    private void ReadDecoder(JsonPart decoder)
    {
        foreach ((string id, JsonPart token) in decoder.Members)
        {
            if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                throw token.Wrong("an id as the name of a token");
            }

            _listed[number] = ReadToken(token, normalized: true, special: false);
        }
    }

    private void ReadAddedFile(JsonPart list)
    {
        var special = _named.Values.Select(token => token.Token.Content).ToHashSet();
        foreach ((string content, JsonPart id) in list.Members)
        {
            bool isSpecial = special.Contains(content);
            _listed[id.Integer(0, int.MaxValue)] = new AddedToken(content) { IsSpecial = isSpecial, IsNormalized = !isSpecial };
        }
    }

    /// <summary>A named token that is listed has the flags of the list.</summary>
    private void UseListed()
    {
        foreach (AddedToken token in _listed.Values)
        {
            foreach (string name in Names.Where(name => _named[name].Token.Content == token.Content).ToArray())
            {
                _named[name] = new NamedToken(token, IsText: false);
            }
        }
    }

    private static bool IsToken(JsonPart value) => value.Element.ValueKind == JsonValueKind.String
        || (value.Element.ValueKind == JsonValueKind.Object && value.Find("content") is not null);
}
