using System.Text.Json;
using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Tokenizers.Unigram;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Tokenizers.WordLevel;
using BertGen.Text.Tokenizers.WordPiece;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the model of <c>tokenizer.json</c>.</summary>
internal static class ModelReader
{
    /// <summary>The kind of a model, which older files do not name.</summary>
    public static string KindOf(JsonPart model) => model.Find("type")?.Text
        ?? (model.Has("merges") ? "BPE"
            : model.Get("vocab").Element.ValueKind == JsonValueKind.Array ? "Unigram"
            : model.Has("continuing_subword_prefix") ? "WordPiece"
            : "WordLevel");

    /// <summary>Reads a model with all its options.</summary>
    /// <exception cref="TokenizerException">It is none, or uses what is not supported.</exception>
    public static TokenModel Read(JsonPart model)
    {
        switch (KindOf(model))
        {
            case "WordPiece":
                return new WordPieceModel(
                    ReadTokens(model.Get("vocab")),
                    model.Get("unk_token").Text,
                    model.Get("continuing_subword_prefix").Text,
                    model.Get("max_input_chars_per_word").Integer(0, int.MaxValue));
            case "WordLevel":
                return new WordLevelModel(ReadTokens(model.Get("vocab")), model.Get("unk_token").Text);
            case "BPE":
                return ReadBytePair(model);
            case "Unigram":
                int unknownId = model.Find("unk_id")?.Integer(0, int.MaxValue) ?? -1;
                return ReadUnigram(model, unknownId, model.BooleanOr("byte_fallback", missing: false));
            default:
                throw model.Get("type").Unsupported($"the model {KindOf(model)}");
        }
    }

    /// <summary>Reads a vocabulary: an object of tokens and ids.</summary>
    public static TokenTable ReadTokens(JsonPart vocabulary)
    {
        if (vocabulary.Element.ValueKind != JsonValueKind.Object)
        {
            throw vocabulary.Wrong("an object of tokens and ids");
        }

        using var tokens = new TokenTableBuilder();
        char[] buffer = new char[256];
        foreach (JsonProperty member in vocabulary.Element.EnumerateObject())
        {
            ReadOnlySpan<char> token = vocabulary.DecodeName(member, ref buffer);
            int id = member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out int value) && value >= 0
                ? value
                : throw new JsonPart(member.Value, vocabulary.File, $"{vocabulary.Place}.{token}").Wrong("an id of 0 or more");
            Add(tokens, token, id, vocabulary);
        }

        return tokens.Build();
    }

    /// <summary>Reads a model with scores.</summary>
    /// <param name="model">Its part of the file.</param>
    /// <param name="unknownId">The token of unknown characters; -1 for none.</param>
    /// <param name="usesBytes">Whether unknown characters become bytes.</param>
    public static UnigramModel ReadUnigram(JsonPart model, int unknownId, bool usesBytes)
    {
        JsonPart vocabulary = model.Get("vocab");
        if (vocabulary.Element.ValueKind != JsonValueKind.Array)
        {
            throw vocabulary.Wrong("an array of tokens and scores");
        }

        double[] scores = new double[vocabulary.Element.GetArrayLength()];
        if (unknownId >= scores.Length)
        {
            throw vocabulary.Wrong($"more than {unknownId} tokens, of which that one is the unknown one");
        }

        using var tokens = new TokenTableBuilder();
        char[] buffer = new char[256];
        int id = 0;
        foreach (JsonElement item in vocabulary.Element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2 || item[1].ValueKind != JsonValueKind.Number
                || !item[1].TryGetDouble(out scores[id]) || !double.IsFinite(scores[id]))
            {
                throw new JsonPart(item, vocabulary.File, $"{vocabulary.Place}[{id}]").Wrong("a token and a score");
            }

            Add(tokens, vocabulary.DecodeString(item[0], ref buffer), id++, vocabulary);
        }

        return new UnigramModel(tokens.Build(), scores, unknownId, usesBytes);
    }

    /// <summary>Reads merges: arrays of two tokens, or texts of two with a space between them.</summary>
    public static MergeTable ReadMerges(JsonPart merges, TokenTable tokens, string continuationMark)
    {
        if (merges.Element.ValueKind != JsonValueKind.Array)
        {
            throw merges.Wrong("an array of merges");
        }

        var reader = new MergeReader(tokens, continuationMark, merges.Element.GetArrayLength());
        char[] left = new char[256], right = new char[256];
        int rank = 0;
        foreach (JsonElement item in merges.Element.EnumerateArray())
        {
            string? problem;
            if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2)
            {
                problem = reader.Add(merges.DecodeString(item[0], ref left), merges.DecodeString(item[1], ref right));
            }
            else
            {
                problem = item.ValueKind == JsonValueKind.String
                    ? reader.AddLine(merges.DecodeString(item, ref left))
                    : "expected two tokens";
            }

            if (problem is not null)
            {
                throw new TokenizerException(merges.File, $"{merges.Place}[{rank}]", $"{problem}.");
            }

            rank++;
        }

        return reader.Merges;
    }

    private static BytePairModel ReadBytePair(JsonPart model)
    {
        if (model.Find("dropout") is { Number: not 0 } dropout)
        {
            throw dropout.Unsupported("leaving merges out at random");
        }

        TokenTable tokens = ReadTokens(model.Get("vocab"));
        var options = new BytePairOptions
        {
            Unknown = model.Find("unk_token")?.Text,
            ContinuationMark = model.TextOr("continuing_subword_prefix", string.Empty),
            EndMark = model.TextOr("end_of_word_suffix", string.Empty),
            JoinsUnknown = model.BooleanOr("fuse_unk", missing: false),
            UsesBytes = model.BooleanOr("byte_fallback", missing: false),
            TakesWholeTokens = model.BooleanOr("ignore_merges", missing: false),
        };
        return new BytePairModel(tokens, ReadMerges(model.Get("merges"), tokens, options.ContinuationMark), options);
    }

    private static void Add(TokenTableBuilder tokens, ReadOnlySpan<char> token, int id, JsonPart place)
    {
        try
        {
            tokens.Add(token, id);
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException(place.File, place.Place, $"{e.Message}.", e);
        }
    }
}
