using System.Globalization;
using System.Text;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Unigram;

/// <summary>
/// Spells a text with the tokens whose scores have the highest sum. Sums are made in 64 bits from the left, and a path
/// replaces another that ends at the same place only where it is strictly better.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>How much worse than the worst token an unknown character is.</summary>
    private const double UnknownPenalty = 10;

    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;

    /// <summary>The tokens of the 256 bytes; null where they are not used.</summary>
    private readonly int[]? _byteIds;

    /// <summary>A model.</summary>
    /// <param name="tokens">The vocabulary, in which ids are numbers of scores.</param>
    /// <param name="scores">The score of each token.</param>
    /// <param name="unknownId">The token of unknown characters; -1 for none.</param>
    /// <param name="usesBytes">Whether unknown characters become tokens of bytes where all of them are there.</param>
    public UnigramModel(TokenTable tokens, double[] scores, int unknownId, bool usesBytes)
    {
        Tokens = tokens;
        _scores = scores;
        _unknownId = unknownId;
        _unknownScore = (scores.Length == 0 ? double.PositiveInfinity : scores.Min()) - UnknownPenalty;
        _byteIds = usesBytes ? [.. Enumerable.Range(0, 256).Select(value => tokens.Find(ByteToken(value)))] : null;
    }

    /// <inheritdoc/>
    public override TokenTable Tokens { get; }

    /// <inheritdoc/>
    public override int EntryCount => _scores.Length;

    /// <summary>The token of a byte.</summary>
    public static string ByteToken(int value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <inheritdoc/>
    public override void Spell(ReadOnlySpan<char> text, ModelWorkspace work, PooledBuffer<Piece> target)
    {
        int length = text.Length;
        Span<double> scores = work.Scores.Free(length + 1)[..(length + 1)];
        Span<int> starts = work.Starts.Free(length + 1)[..(length + 1)];
        Span<int> ids = work.Ids.Free(length + 1)[..(length + 1)];
        starts.Fill(-1);
        scores[0] = 0;
        FindBestPaths(text, scores, starts, ids);

        // Back from the end; unknown characters that follow each other become one.
        int first = target.Count;
        for (int end = length; end > 0;)
        {
            int start = starts[end], id = ids[end];
            if (id == _unknownId)
            {
                while (start > 0 && ids[start] == _unknownId)
                {
                    start = starts[start];
                }
            }

            target.Add(new Piece(id, start, end));
            end = start;
        }

        Span<Piece> pieces = target.Written[first..];
        pieces.Reverse();
        if (_unknownId >= 0)
        {
            SpellUnknown(text, first, target);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<char> TextOf(int id, ReadOnlySpan<char> spelled) => id == _unknownId ? spelled : base.TextOf(id, spelled);

    private void FindBestPaths(ReadOnlySpan<char> text, Span<double> scores, Span<int> starts, Span<int> ids)
    {
        CharTrie trie = Tokens.Trie;
        double[] tokenScores = _scores;
        for (int start = 0, units; start < text.Length; start += units)
        {
            units = Character.UnitsAt(text, start);
            double before = scores[start];
            bool hasSingle = false;
            int node = CharTrie.Root;
            for (int i = start; i < text.Length; i++)
            {
                node = trie.Next(node, text[i]);
                if (node == 0)
                {
                    break;
                }

                int id = trie.ValueOf(node);
                if (id >= 0)
                {
                    int end = i + 1;
                    double score = tokenScores[id] + before;
                    if (starts[end] < 0 || score > scores[end])
                    {
                        (scores[end], starts[end], ids[end]) = (score, start, id);
                    }

                    hasSingle |= end - start == units;
                }
            }

            if (!hasSingle)
            {
                int end = start + units;
                double score = _unknownScore + before;
                if (starts[end] < 0 || score > scores[end])
                {
                    int id = _unknownId >= 0 ? _unknownId : throw Missing(text[start..end]);
                    (scores[end], starts[end], ids[end]) = (score, start, id);
                }
            }
        }
    }

    /// <summary>Gives joined unknown characters the id of their text if that is a token, or those of their bytes.</summary>
    private void SpellUnknown(ReadOnlySpan<char> text, int first, PooledBuffer<Piece> target)
    {
        for (int i = first; i < target.Count; i++)
        {
            Piece piece = target.Written[i];
            if (piece.Id != _unknownId)
            {
                continue;
            }

            ReadOnlySpan<char> unknown = text[piece.Start..piece.End];
            int id = Tokens.Find(unknown);
            if (id >= 0)
            {
                target.Written[i] = piece with { Id = id };
            }
            else if (_byteIds is not null && HasAllBytes(unknown, out int count))
            {
                // Room for all bytes but one, which stands in the place of the piece.
                target.Free(count);
                target.Advance(count - 1);
                Span<Piece> pieces = target.Written;
                pieces[(i + 1)..^(count - 1)].CopyTo(pieces[(i + count)..]);
                WriteBytes(unknown, piece, pieces[i..]);
                i += count - 1;
            }
        }
    }

    private bool HasAllBytes(ReadOnlySpan<char> text, out int count)
    {
        Span<byte> utf8 = stackalloc byte[4];
        count = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = new Rune(CodePoint.Read(text, ref i)).EncodeToUtf8(utf8);
            count += length;
            foreach (byte value in utf8[..length])
            {
                if (_byteIds![value] < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void WriteBytes(ReadOnlySpan<char> text, Piece piece, Span<Piece> target)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int written = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = new Rune(CodePoint.Read(text, ref i)).EncodeToUtf8(utf8);
            foreach (byte value in utf8[..length])
            {
                target[written++] = piece with { Id = _byteIds![value] };
            }
        }
    }

    private static UnknownTokenException Missing(ReadOnlySpan<char> character) =>
        new($"expected a token for the unknown character '{character}', but the model has no \"unk_id\"");
}
