using System.Text.Json;
using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Loading;
using BertGen.Text.Tokenizers.Patterns;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers;

/// <summary>
/// The tokenizer of a model folder: the same ids and offsets as the fast tokenizer that transformers loads from it.
/// Immutable, and safe for concurrent use.
/// </summary>
/// <remarks>
/// The folder's files say which class of transformers the tokenizer has, and the class what counts of the files: most of the
/// classes build the tokenizer from the vocabulary and a few settings, and do not read the rest of <c>tokenizer.json</c>.
/// </remarks>
public sealed class TextTokenizer : ITextEncoder
{
    private readonly LoadedTokenizer _loaded;
    private readonly TokenizerPipeline _pipeline;
    private readonly SpecialToken? _padding;

    private TextTokenizer(string folder, LoadedTokenizer loaded)
    {
        Folder = folder;
        _loaded = loaded;
        _pipeline = loaded.Pipeline;
        _padding = loaded.SpecialTokens.FirstOrDefault(token => token.Name == "pad_token");
    }

    /// <summary>Where it was loaded from, for messages.</summary>
    public string Folder { get; }

    /// <summary>The name of its class in transformers; <c>TokenizersBackend</c> where <c>tokenizer.json</c> counts as it stands.</summary>
    public string ClassName => _loaded.Class.ToString();

    /// <inheritdoc/>
    public int? PaddingId => _padding?.Id;

    /// <inheritdoc/>
    public bool HasTypeIds => _loaded.HasTypeIds;

    /// <inheritdoc/>
    public int? MaxLength => _loaded.MaxLength;

    /// <summary>The side that padding goes to.</summary>
    public TextSide PaddingSide => _loaded.PaddingSide;

    /// <summary>The side that is cut off where a text is too long.</summary>
    public TextSide TruncationSide => _loaded.TruncationSide;

    /// <summary>The tokens with a part to play, such as <c>cls_token</c>.</summary>
    public IReadOnlyList<SpecialToken> SpecialTokens => _loaded.SpecialTokens;

    /// <summary>All tokens that the files call special, each once.</summary>
    public IReadOnlyList<string> AllSpecialTokens => _loaded.AllSpecialTokens;

    /// <summary>Number of entries of the vocabulary, without added tokens.</summary>
    public int VocabularySize => _pipeline.Model.EntryCount;

    /// <summary>Number of tokens, added ones included.</summary>
    public int TokenCount => _pipeline.Model.EntryCount + _pipeline.Added.NewCount;

    /// <summary>The parts of the tokenizer.</summary>
    internal TokenizerPipeline Pipeline => _pipeline;

    /// <summary>Loads the tokenizer of a model folder.</summary>
    /// <param name="folder">
    /// The folder, with <c>tokenizer.json</c>, <c>vocab.txt</c>, <c>vocab.json</c> and <c>merges.txt</c>, or a SentencePiece
    /// model, and the configs beside them.
    /// </param>
    /// <exception cref="TokenizerException">A file cannot be read, or asks for what is not supported.</exception>
    public static TextTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Load(new TokenizerFiles(folder));
    }

    /// <summary>Loads the tokenizer of a model folder or archive.</summary>
    /// <param name="files">The files.</param>
    /// <param name="modelType">The type of a model whose config names none; null where that stays unknown.</param>
    /// <param name="lowercasesFirst">Whether texts become lower case before all else, unless the tokenizer makes them so itself.</param>
    /// <param name="special">Tokens of the vocabulary that are special too, where it has them.</param>
    /// <exception cref="TokenizerException">A file cannot be read, or asks for what is not supported.</exception>
    internal static TextTokenizer Load(TokenizerFiles files, string? modelType = null, bool lowercasesFirst = false, IReadOnlyList<string>? special = null) =>
        new(files.Path, TokenizerLoader.Load(files, modelType, lowercasesFirst, special ?? []));

    /// <summary>Loads <c>tokenizer.json</c> as it stands, whatever lies beside it, and what it says of cutting.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <exception cref="TokenizerException">The file cannot be read, or asks for what is not supported.</exception>
    /// <exception cref="VocabularyException">There is none.</exception>
    internal static (TextTokenizer Tokenizer, EncodingOptions Options) LoadFile(string folder)
    {
        var folderFiles = new TokenizerFiles(folder);
        byte[] content = FolderFile.ReadBytes(folderFiles, FolderFile.Tokenizer, out string path)
            ?? throw new VocabularyException(path, "expected this file beside the weights, found none.");
        var files = new TokenizerFiles(folder, new Dictionary<string, byte[]> { [FolderFile.Tokenizer] = content });
        using JsonDocument? document = FolderFile.ReadJson(files, FolderFile.Tokenizer, out JsonPart root);
        int? most = root.Find("truncation")?.Find("max_length")?.Integer(0, int.MaxValue);
        return (Load(files), new EncodingOptions { MaxLength = most });
    }

    /// <summary>Encodes a text.</summary>
    /// <exception cref="TokenizerException">The text cannot be encoded.</exception>
    public TokenRow Encode(string text, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var row = new TokenRow();
        Encode([], text, row, options);
        return row;
    }

    /// <summary>Encodes a pair of texts; the second may be empty, which is not the same as none.</summary>
    /// <exception cref="TokenizerException">A text cannot be encoded.</exception>
    public TokenRow EncodePair(string first, string second, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var row = new TokenRow();
        EncodePair(first, second, row, options);
        return row;
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> prompt, ReadOnlySpan<char> text, TokenRow row, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        using TokenizerWorkspace work = TokenizerWorkspace.Rent();
        if (!prompt.IsEmpty)
        {
            work.Joined.Clear();
            work.Joined.AddRange(prompt);
            work.Joined.AddRange(text);
            text = work.Joined.Written;
        }

        Encode(text, work.First, work);
        Write(row, options, work.First, null);
    }

    /// <inheritdoc/>
    public void EncodePair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, TokenRow row, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        using TokenizerWorkspace work = TokenizerWorkspace.Rent();
        Encode(first, work.First, work);
        Encode(second, work.Second, work);
        Write(row, options, work.First, work.Second);
    }

    /// <summary>
    /// Encodes a text that is given in words, each by itself: offsets count from the start of the word, and
    /// <see cref="TokenRow.WordIds"/> are the numbers of the given words.
    /// </summary>
    /// <exception cref="TokenizerException">A word cannot be encoded.</exception>
    public TokenRow EncodeWords(IReadOnlyList<string> words, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        var row = new TokenRow();
        using TokenizerWorkspace work = TokenizerWorkspace.Rent();
        EncodeWords(words, work.First, work);
        Write(row, options, work.First, null);
        return row;
    }

    /// <summary>Encodes a pair of texts that are given in words.</summary>
    /// <exception cref="TokenizerException">A word cannot be encoded.</exception>
    public TokenRow EncodeWordPair(IReadOnlyList<string> first, IReadOnlyList<string> second, EncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var row = new TokenRow();
        using TokenizerWorkspace work = TokenizerWorkspace.Rent();
        EncodeWords(first, work.First, work);
        EncodeWords(second, work.Second, work);
        Write(row, options, work.First, work.Second);
        return row;
    }

    /// <summary>Encodes a text, or a pair, into as many windows as it needs for the limit of the options; what is kept first.</summary>
    /// <param name="first">The text.</param>
    /// <param name="second">The second text of a pair; null for none.</param>
    /// <param name="options">The limit and the stride.</param>
    /// <exception cref="TokenizerException">A text cannot be encoded or cut.</exception>
    public IReadOnlyList<TokenRow> EncodeWindows(string first, string? second, EncodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(options);
        using TokenizerWorkspace work = TokenizerWorkspace.Rent();
        Encode(first, work.First, work);
        if (second is not null)
        {
            Encode(second, work.Second, work);
        }

        try
        {
            return WriterOf(options, work.First, second is null ? null : work.Second).WriteAll();
        }
        catch (ArgumentException e)
        {
            throw new TokenizerException(Folder, null, $"{e.Message}.", e);
        }
    }

    /// <summary>Fills rows up to the longest of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="length">The least length; 0 for that of the longest row.</param>
    /// <param name="multiple">The length is rounded up to a multiple of this.</param>
    /// <param name="side">The side that padding goes to; null for <see cref="PaddingSide"/>.</param>
    /// <exception cref="TokenizerException">The files name no padding token.</exception>
    public void Pad(IReadOnlyList<TokenRow> rows, int length = 0, int multiple = 1, TextSide? side = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiple, 1);
        if (_padding is null)
        {
            throw new TokenizerException(Folder, "pad_token", "expected a padding token in the files of this folder, found none.");
        }

        int wanted = length > 0 ? length : rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        wanted = checked((wanted + multiple - 1) / multiple * multiple);
        foreach (TokenRow row in rows)
        {
            row.Pad(wanted, _padding.Id, 0, side ?? PaddingSide);
        }
    }

    /// <summary>The id of a token, added or of the vocabulary; -1 for none.</summary>
    public int IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _pipeline.Added.Find(token);
    }

    /// <summary>The token with an id, or null. An added token that is normalized is the text that it is searched for with.</summary>
    public string? TextOf(int id) => _pipeline.Added.TextOf(id)
        ?? (_pipeline.Model.Tokens.TryGetText(id, out ReadOnlySpan<char> text) ? text.ToString() : null);

    /// <summary>Makes text of ids. An id that no token has is left out.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipsSpecialTokens">Whether special tokens are left out.</param>
    /// <param name="cleansUpSpaces">
    /// Whether spaces before punctuation are taken away; null for what the folder says. Those of byte-pair models stay.
    /// </param>
    public string Decode(ReadOnlySpan<int> ids, bool skipsSpecialTokens = false, bool? cleansUpSpaces = null)
    {
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            string? token = TextOf(id);
            if (token is not null && !(skipsSpecialTokens && _pipeline.Added.IsSpecial(token)))
            {
                tokens.Add(token);
            }
        }

        string separator = _pipeline.Decoder is null ? " " : string.Empty;
        _pipeline.Decoder?.Apply(tokens);
        string decoded = string.Join(separator, tokens);
        bool cleans = (cleansUpSpaces ?? _loaded.CleansUpSpaces) && _pipeline.Model is not BytePairModel;
        return cleans ? TextCleanup.CleanText(decoded) : decoded;
    }

    private void Encode(ReadOnlySpan<char> text, EncodedSequence target, TokenizerWorkspace work)
    {
        target.Clear();
        Append(text, -1, target, work);
    }

    private void EncodeWords(IReadOnlyList<string> words, EncodedSequence target, TokenizerWorkspace work)
    {
        target.Clear();
        for (int i = 0; i < words.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(words[i]);
            Append(words[i], i, target, work);
        }
    }

    private void Append(ReadOnlySpan<char> text, int word, EncodedSequence target, TokenizerWorkspace work)
    {
        CheckSurrogates(text);
        try
        {
            _pipeline.Encode(text, word, target, work);
        }
        catch (Exception e) when (e is UnknownTokenException or PatternException)
        {
            throw new TokenizerException(Folder, null, $"{e.Message}.", e);
        }
    }

    private void Write(TokenRow row, EncodingOptions? options, EncodedSequence first, EncodedSequence? second)
    {
        try
        {
            WriterOf(options ?? EncodingOptions.Default, first, second).Write(row);
        }
        catch (ArgumentException e)
        {
            throw new TokenizerException(Folder, null, $"{e.Message}.", e);
        }
    }

    private RowWriter WriterOf(EncodingOptions options, EncodedSequence first, EncodedSequence? second)
    {
        if (options.MaxLength < 0 || options.Stride < 0)
        {
            throw new ArgumentException($"expected a limit and a stride of 0 or more, found {options.MaxLength} and {options.Stride}");
        }

        return new RowWriter(_pipeline.PostProcessor, options, options.TruncationSide ?? TruncationSide, first, second);
    }

    private void CheckSurrogates(ReadOnlySpan<char> text)
    {
        int index = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (index >= 0 && index < text.Length)
        {
            char c = text[index];
            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))
                {
                    throw new TokenizerException(Folder, null, $"expected text that is Unicode, found half of a surrogate pair, 0x{(int)c:X4}, at {index}.");
                }

                index++;
            }

            index++;
        }
    }
}
