using System.Text;
using BertGen.Text.Tokenizers.Unigram;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>Spells a text with its characters, and merges pairs of tokens as long as there is a merge: the lowest rank first.</summary>
internal sealed class BytePairModel : TokenModel
{
    /// <summary>Up to this many symbols, looking through all of them is faster than keeping a heap.</summary>
    private const int MostScanned = 24;

    private const int CachedCharacters = 512;
    private readonly MergeTable _merges;
    private readonly BytePairOptions _options;
    private readonly bool _hasMarks;
    private readonly int _unknownId;
    private readonly int[]? _byteIds;

    /// <summary>The token of each of the first characters, byte-level ones among them.</summary>
    private readonly int[] _idOfCharacter = new int[CachedCharacters];

    /// <summary>A model.</summary>
    public BytePairModel(TokenTable tokens, MergeTable merges, BytePairOptions options)
    {
        Tokens = tokens;
        _merges = merges;
        _options = options;
        _hasMarks = options.ContinuationMark.Length + options.EndMark.Length > 0;
        _unknownId = options.Unknown is null ? -1 : tokens.Find(options.Unknown);
        _byteIds = options.UsesBytes ? [.. Enumerable.Range(0, 256).Select(value => tokens.Find(UnigramModel.ByteToken(value)))] : null;
        for (int c = 0; c < _idOfCharacter.Length; c++)
        {
            _idOfCharacter[c] = tokens.Find([(char)c]);
        }
    }

    /// <inheritdoc/>
    public override TokenTable Tokens { get; }

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> text, ModelWorkspace work, PooledBuffer<Piece> target)
    {
        if (_options.TakesWholeTokens && Tokens.Find(text) is >= 0 and int whole)
        {
            target.Add(new Piece(whole, 0, text.Length));
            return;
        }

        PooledBuffer<MergeSymbol> symbols = work.Symbols;
        symbols.Clear();
        AddSymbols(text, work);
        Merge(symbols.Written, work.Candidates);
        Write(text, symbols.Written, target);
    }

    private void AddSymbols(ReadOnlySpan<char> text, ModelWorkspace work)
    {
        PooledBuffer<MergeSymbol> symbols = work.Symbols;

        // Unknown characters wait until one comes that is known, even behind bytes.
        int unknownLength = 0;
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            int codePoint = CodePoint.Read(text, ref i);
            int length = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            ReadOnlySpan<char> character = text[start..i];
            int id = codePoint < CachedCharacters && !_hasMarks ? _idOfCharacter[codePoint] : FindCharacter(ref character, start == 0, i == text.Length, work);
            if (id >= 0)
            {
                AddUnknown(symbols, ref unknownLength);
                AddSymbol(symbols, id, length);
            }
            else if (_byteIds is null || !TryAddBytes(character, symbols))
            {
                unknownLength = SkipUnknown(text[start..i], length, unknownLength, symbols);
            }
        }

        AddUnknown(symbols, ref unknownLength);
    }

    /// <summary>The token of a character, which gets its marks.</summary>
    private int FindCharacter(ref ReadOnlySpan<char> character, bool isFirst, bool isLast, ModelWorkspace work)
    {
        if (_hasMarks)
        {
            PooledBuffer<char> marked = work.Chars;
            marked.Clear();
            marked.AddRange(isFirst ? [] : _options.ContinuationMark);
            marked.AddRange(character);
            marked.AddRange(isLast ? _options.EndMark : []);
            character = marked.Written;
        }

        return Tokens.Find(character);
    }

    private int SkipUnknown(ReadOnlySpan<char> character, int length, int unknownLength, PooledBuffer<MergeSymbol> symbols)
    {
        if (_options.Unknown is null)
        {
            return 0;
        }

        if (_unknownId < 0)
        {
            throw new UnknownTokenException(
                $"expected the token '{_options.Unknown}' in the vocabulary for the unknown character '{character}', found none");
        }

        if (!_options.JoinsUnknown)
        {
            AddUnknown(symbols, ref unknownLength);
        }

        return unknownLength + length;
    }

    private void AddUnknown(PooledBuffer<MergeSymbol> symbols, ref int unknownLength)
    {
        if (unknownLength > 0)
        {
            AddSymbol(symbols, _unknownId, unknownLength);
            unknownLength = 0;
        }
    }

    private bool TryAddBytes(ReadOnlySpan<char> character, PooledBuffer<MergeSymbol> symbols)
    {
        int count = symbols.Count;
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < character.Length;)
        {
            int length = new Rune(CodePoint.Read(character, ref i)).EncodeToUtf8(utf8);
            foreach (byte value in utf8[..length])
            {
                if (_byteIds![value] < 0)
                {
                    symbols.Truncate(count);
                    return false;
                }

                AddSymbol(symbols, _byteIds[value], 1);
            }
        }

        return true;
    }

    private static void AddSymbol(PooledBuffer<MergeSymbol> symbols, int id, int length) =>
        symbols.Add(new MergeSymbol(id, length, symbols.Count - 1, symbols.Count + 1));

    private void Merge(Span<MergeSymbol> symbols, PooledBuffer<MergeCandidate> candidates)
    {
        if (symbols.Length == 0)
        {
            return;
        }

        symbols[^1].Next = -1;
        if (symbols.Length <= MostScanned)
        {
            MergeByScanning(symbols);
        }
        else
        {
            MergeByHeap(symbols, candidates);
        }
    }

    /// <summary>Looks for the lowest rank among all pairs, again after each merge.</summary>
    private void MergeByScanning(Span<MergeSymbol> symbols)
    {
        const int None = int.MaxValue;
        Span<int> ranks = stackalloc int[MostScanned];
        Span<int> ids = stackalloc int[MostScanned];
        for (int i = 0; i < symbols.Length - 1; i++)
        {
            ranks[i] = _merges.TryFind(symbols[i].Id, symbols[i + 1].Id, out int rank, out ids[i]) ? rank : None;
        }

        while (true)
        {
            int best = -1, lowest = None;
            for (int i = 0; symbols[i].Next >= 0; i = symbols[i].Next)
            {
                if (ranks[i] < lowest)
                {
                    (best, lowest) = (i, ranks[i]);
                }
            }

            if (best < 0)
            {
                return;
            }

            Join(symbols, best, ids[best]);
            ref MergeSymbol joined = ref symbols[best];
            ranks[best] = joined.Next >= 0 && _merges.TryFind(joined.Id, symbols[joined.Next].Id, out int rank, out ids[best]) ? rank : None;
            int previous = joined.Previous;
            if (previous >= 0)
            {
                ranks[previous] = _merges.TryFind(symbols[previous].Id, joined.Id, out rank, out ids[previous]) ? rank : None;
            }
        }
    }

    private void MergeByHeap(Span<MergeSymbol> symbols, PooledBuffer<MergeCandidate> candidates)
    {
        candidates.Clear();
        var heap = new MergeHeap(candidates);
        for (int i = 0; i < symbols.Length - 1; i++)
        {
            AddCandidate(symbols, i, heap);
        }

        while (heap.TryTake(out MergeCandidate candidate))
        {
            ref MergeSymbol symbol = ref symbols[candidate.Position];
            bool isOpen = symbol.Length > 0 && symbol.Next >= 0
                && _merges.TryFind(symbol.Id, symbols[symbol.Next].Id, out _, out int id) && id == candidate.Id;
            if (!isOpen)
            {
                continue;
            }

            Join(symbols, candidate.Position, candidate.Id);
            if (symbol.Previous >= 0)
            {
                AddCandidate(symbols, symbol.Previous, heap);
            }

            AddCandidate(symbols, candidate.Position, heap);
        }
    }

    private void AddCandidate(ReadOnlySpan<MergeSymbol> symbols, int position, MergeHeap heap)
    {
        MergeSymbol symbol = symbols[position];
        if (symbol.Next >= 0 && _merges.TryFind(symbol.Id, symbols[symbol.Next].Id, out int rank, out int id))
        {
            heap.Add(new MergeCandidate(rank, position, id));
        }
    }

    private static void Join(Span<MergeSymbol> symbols, int position, int id)
    {
        ref MergeSymbol left = ref symbols[position];
        ref MergeSymbol right = ref symbols[left.Next];
        left.Id = id;
        left.Length += right.Length;
        left.Next = right.Next;
        right.Length = 0;
        if (right.Next >= 0)
        {
            symbols[right.Next].Previous = position;
        }
    }

    /// <summary>
    /// Writes the symbols that are left. Their places are counted in UTF-8 bytes from the start of the text: where
    /// characters were left out, those behind them are shifted.
    /// </summary>
    private static void Write(ReadOnlySpan<char> text, ReadOnlySpan<MergeSymbol> symbols, PooledBuffer<Piece> target)
    {
        var place = new BytePlace(text);
        foreach (MergeSymbol symbol in symbols)
        {
            if (symbol.Length > 0)
            {
                place.Advance(symbol.Length, out int start, out int end);
                target.Add(new Piece(symbol.Id, start, end));
            }
        }
    }
}
