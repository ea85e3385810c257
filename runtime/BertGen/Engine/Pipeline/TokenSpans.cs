using System.Numerics.Tensors;
using System.Text;
using BertGen.Text.Tokenizers;
using BertGen.Text.Tokenizers.WordPiece;

namespace BertGen.Engine.Pipeline;

/// <summary>Makes spans of classified pieces, as the token-classification pipeline of transformers does it.</summary>
/// <param name="tokenizer">What made the pieces.</param>
/// <param name="labels">The labels by their numbers.</param>
internal sealed class TokenSpans(TextTokenizer tokenizer, IReadOnlyList<string> labels)
{
    /// <summary>What stands outside of every span.</summary>
    private const string Outside = "O";

    private readonly int _unknown = tokenizer.SpecialTokens.FirstOrDefault(token => token.Name == "unk_token")?.Id ?? -1;

    /// <summary>The spans of a text, but for those that are outside of what is looked for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="row">Its pieces.</param>
    /// <param name="logits">One value for each piece and label.</param>
    /// <param name="aggregation">What becomes one span.</param>
    public IReadOnlyList<LabeledSpan> Of(string text, TokenRow row, ReadOnlySpan<float> logits, TokenAggregation aggregation)
    {
        var pieces = new List<Piece>();
        for (int i = 0; i < row.Count; i++)
        {
            if (!row.IsSpecial(i))
            {
                float[] scores = logits.Slice(i * labels.Count, labels.Count).ToArray();
                DenseActivations.Apply(DenseActivation.Softmax, scores);
                pieces.Add(new Piece(scores, row.Offsets[i], IsInWord(text, row.Ids[i], row.Offsets[i])));
            }
        }

        IEnumerable<Entity> entities = aggregation is TokenAggregation.None or TokenAggregation.Simple
            ? pieces.Select(piece => EntityOf(piece.Scores, piece.Range))
            : Words(pieces).Select(word => WordOf(word, aggregation));
        if (aggregation != TokenAggregation.None)
        {
            entities = Groups(entities);
        }

        return [.. entities.Where(entity => entity.Label != Outside).Select(entity =>
            new LabeledSpan(entity.Label, entity.Score, entity.Range.Start, entity.Range.End, text[entity.Range.Start..entity.Range.End]))];
    }

    private Entity EntityOf(float[] scores, TextRange range)
    {
        int best = TensorPrimitives.IndexOfMax(scores);
        return new Entity(labels[best], scores[best], range);
    }

    // Where a vocabulary marks the pieces behind the first of a word, the mark tells; elsewhere the space before a piece.
    private bool IsInWord(string text, int id, TextRange range)
    {
        if (id == _unknown)
        {
            return false;
        }

        if (tokenizer.Pipeline.Model is WordPieceModel)
        {
            return Count(tokenizer.TextOf(id) ?? "") != Count(text.AsSpan(range.Start, range.Length));
        }

        return range.Start > 0 && !text.AsSpan(range.Start - 1, Math.Min(2, text.Length - range.Start + 1)).Contains(' ');
    }

    private static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static IEnumerable<List<Piece>> Words(List<Piece> pieces)
    {
        var word = new List<Piece>();
        foreach (Piece piece in pieces)
        {
            if (word.Count > 0 && !piece.IsInWord)
            {
                yield return word;
                word = [];
            }

            word.Add(piece);
        }

        if (word.Count > 0)
        {
            yield return word;
        }
    }

    private Entity WordOf(List<Piece> word, TokenAggregation aggregation)
    {
        var range = new TextRange(word[0].Range.Start, word[^1].Range.End);
        switch (aggregation)
        {
            case TokenAggregation.First:
                return EntityOf(word[0].Scores, range);
            case TokenAggregation.Max:
                return EntityOf(word.MaxBy(piece => TensorPrimitives.Max<float>(piece.Scores))!.Scores, range);
            default:
                float[] mean = new float[labels.Count];
                foreach (Piece piece in word)
                {
                    TensorPrimitives.Add(mean, piece.Scores, mean);
                }

                TensorPrimitives.Divide(mean, word.Count, mean);
                return EntityOf(mean, range);
        }
    }

    private static IEnumerable<Entity> Groups(IEnumerable<Entity> entities)
    {
        var group = new List<Entity>();
        foreach (Entity entity in entities)
        {
            (bool begins, string kind) = KindOf(entity.Label);
            if (group.Count > 0 && (begins || kind != KindOf(group[^1].Label).Kind))
            {
                yield return Joined(group);
                group = [];
            }

            group.Add(entity);
        }

        if (group.Count > 0)
        {
            yield return Joined(group);
        }
    }

    private static Entity Joined(List<Entity> group)
    {
        int dash = group[0].Label.IndexOf('-', StringComparison.Ordinal);
        return new Entity(
            dash < 0 ? group[0].Label : group[0].Label[(dash + 1)..],
            group.Average(entity => entity.Score),
            new TextRange(group[0].Range.Start, group[^1].Range.End));
    }

    /// <summary>Whether a label begins a span, and what of.</summary>
    private static (bool Begins, string Kind) KindOf(string label) =>
        label.StartsWith("B-", StringComparison.Ordinal) ? (true, label[2..])
        : label.StartsWith("I-", StringComparison.Ordinal) ? (false, label[2..])
        : (false, label);

    private sealed record Piece(float[] Scores, TextRange Range, bool IsInWord);

    private readonly record struct Entity(string Label, float Score, TextRange Range);
}
