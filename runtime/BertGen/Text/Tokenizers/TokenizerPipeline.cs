using BertGen.Text.Tokenizers.AddedTokens;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Decoding;
using BertGen.Text.Tokenizers.Normalizers;
using BertGen.Text.Tokenizers.PostProcessing;
using BertGen.Text.Tokenizers.PreTokenizers;
using BertGen.Text.Tokenizers.Vocabularies;

namespace BertGen.Text.Tokenizers;

/// <summary>The parts of a tokenizer, in the order that a text goes through them. Immutable, and safe for concurrent use.</summary>
internal sealed class TokenizerPipeline
{
    /// <summary>Rewrites text; null for nothing.</summary>
    public required Normalizer? Normalizer { get; init; }

    /// <summary>Cuts it; null for one piece.</summary>
    public required PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Spells the pieces.</summary>
    public required TokenModel Model { get; init; }

    /// <summary>The tokens on top of the model's.</summary>
    public required AddedVocabulary Added { get; init; }

    /// <summary>Finds them in text.</summary>
    public required AddedTokenFinder Finder { get; init; }

    /// <summary>Puts special tokens around texts.</summary>
    public required PostProcessor PostProcessor { get; init; }

    /// <summary>Makes text of tokens; null to put spaces between them.</summary>
    public required TokenDecoder? Decoder { get; init; }

    /// <summary>Appends the pieces of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The number of the word that it is; -1 where it is a whole text, whose pieces are words.</param>
    /// <param name="target">Gets the pieces.</param>
    /// <param name="work">Buffers.</param>
    public void Encode(ReadOnlySpan<char> text, int word, EncodedSequence target, TokenizerWorkspace work)
    {
        SplitText splits = work.Text;
        splits.Clear();
        if (Finder.Raw is null)
        {
            Normalize(text, 0, splits, work);
        }
        else
        {
            work.RawSplits.Clear();
            Finder.Raw.Cut(text, work.RawSplits);
            foreach (Split raw in work.RawSplits.Written)
            {
                ReadOnlySpan<char> part = text[raw.Start..raw.End];
                if (raw.IsToken)
                {
                    int start = splits.Text.Length;
                    splits.Text.AppendOriginal(part, raw.Start);
                    splits.Add(new Split(start, splits.Text.Length, raw.TokenId));
                }
                else
                {
                    Normalize(part, raw.Start, splits, work);
                }
            }
        }

        PreTokenizer?.Apply(splits);
        Spell(text, splits, word, target, work);
    }

    private void Normalize(ReadOnlySpan<char> part, int offset, SplitText splits, TokenizerWorkspace work)
    {
        int start = splits.Text.Length;
        if (Normalizer is null && Finder.Normalized is null)
        {
            splits.Text.AppendOriginal(part, offset);
            splits.Add(new Split(start, splits.Text.Length, -1));
            return;
        }

        NormalizedStretch stretch = work.Stretch;
        stretch.Load(part, offset);
        Normalizer?.Apply(stretch);
        splits.Text.Append(stretch.Chars, stretch.Sources);
        if (Finder.Normalized is null)
        {
            splits.Add(new Split(start, splits.Text.Length, -1));
            return;
        }

        work.NormalizedSplits.Clear();
        Finder.Normalized.Cut(stretch.Chars, work.NormalizedSplits);
        foreach (Split split in work.NormalizedSplits.Written)
        {
            splits.Add(new Split(start + split.Start, start + split.End, split.TokenId));
        }
    }

    private void Spell(ReadOnlySpan<char> original, SplitText splits, int word, EncodedSequence target, TokenizerWorkspace work)
    {
        ReadOnlySpan<char> chars = splits.Text.Chars;
        ReadOnlySpan<TextRange> sources = splits.Text.Sources;
        bool trims = PostProcessor.TrimsWithPrefix.Length > 0;
        PooledBuffer<Piece> pieces = work.Pieces;
        ReadOnlySpan<Split> all = splits.Splits;
        for (int i = 0; i < all.Length; i++)
        {
            Split split = all[i];
            ReadOnlySpan<char> text = chars[split.Start..split.End];
            pieces.Clear();
            if (split.IsToken)
            {
                pieces.Add(new Piece(split.TokenId, 0, text.Length));
            }
            else
            {
                Model.Spell(text, work.Model, pieces);
            }

            foreach (Piece piece in pieces.Written)
            {
                int start = sources[split.Start + piece.Start].Start;
                int end = piece.End > piece.Start ? sources[split.Start + piece.End - 1].End : start;
                target.Add(new Piece(piece.Id, start, end), word >= 0 ? word : i);
                if (trims)
                {
                    ReadOnlySpan<char> spelled = text[piece.Start..piece.End];
                    ReadOnlySpan<char> token = split.IsToken ? spelled : Model.TextOf(piece.Id, spelled);
                    target.AddTrimmed(Trim(original, SpaceCount.Of(token), new TextRange(start, end)));
                }
            }
        }
    }

    private TrimmedPlace Trim(ReadOnlySpan<char> original, SpaceCount spaces, TextRange range)
    {
        TextRange first = range, other = range;
        if (spaces != default)
        {
            foreach (bool prefixes in PostProcessor.TrimsWithPrefix)
            {
                first = spaces.Trim(original, first, isFirst: true, prefixes);
                other = spaces.Trim(original, other, isFirst: false, prefixes);
            }
        }

        return new TrimmedPlace(first, other);
    }
}
