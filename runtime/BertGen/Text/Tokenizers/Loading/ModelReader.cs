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
    /// <summary>The highest id of a vocabulary, which leaves room for added tokens.</summary>
    private const int MostId = (1 << 30) - 1;

    private const string ExpectedTokens = "an object of tokens and ids";

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
    public static TokenTable ReadTokens(JsonPart vocabulary) => ReadTokens(vocabulary.TableOf(ExpectedTokens));

    /// <summary>Reads a vocabulary: an object of tokens and ids.</summary>
    public static TokenTable ReadTokens(JsonTable vocabulary)
    {
        using var tokens = new TokenTableBuilder(vocabulary.Count);
        char[] buffer = new char[256];
        Utf8JsonReader reader = vocabulary.Open(JsonTokenType.StartObject, ExpectedTokens);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<char> token = vocabulary.Decode(ref reader, ref buffer);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id) || id is < 0 or > MostId)
            {
                throw vocabulary.Wrong(reader, $".{token}", $"an id from 0 to {MostId}");
            }

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
        const string Expected = "an array of tokens and scores";
        JsonTable vocabulary = model.Get("vocab").TableOf(Expected);
        Utf8JsonReader reader = vocabulary.Open(JsonTokenType.StartArray, Expected);
        if (unknownId >= vocabulary.Count)
        {
            throw new TokenizerException(
                vocabulary.File, vocabulary.Place, $"expected more than {unknownId} tokens, of which that one is the unknown one, found {vocabulary.Count}.");
        }

        double[] scores = new double[vocabulary.Count];
        using var tokens = new TokenTableBuilder(scores.Length);
        char[] buffer = new char[256];
        for (int id = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; id++)
        {
            Utf8JsonReader item = reader;
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                throw vocabulary.Wrong(item, $"[{id}]", "a token and a score");
            }

            Add(tokens, vocabulary.Decode(ref reader, ref buffer), id, vocabulary);
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out scores[id]) || !double.IsFinite(scores[id])
                || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            {
                throw vocabulary.Wrong(item, $"[{id}]", "a token and a score");
            }
        }

        return new UnigramModel(tokens.Build(), scores, unknownId, usesBytes);
    }

    /// <summary>Reads merges: arrays of two tokens, or texts of two with a space between them.</summary>
    public static MergeTable ReadMerges(JsonPart merges, TokenTable tokens, string continuationMark)
    {
        const string Expected = "an array of merges";
        JsonTable table = merges.TableOf(Expected);
        var target = new MergeReader(tokens, continuationMark, table.Count);
        char[] left = new char[256], right = new char[256];
        Utf8JsonReader reader = table.Open(JsonTokenType.StartArray, Expected);
        for (int rank = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; rank++)
        {
            Utf8JsonReader item = reader;
            string? problem;
            if (reader.TokenType == JsonTokenType.String)
            {
                problem = target.AddLine(table.Decode(ref reader, ref left));
            }
            else
            {
                problem = reader.TokenType == JsonTokenType.StartArray
                    && TryRead(table, ref reader, ref left, out int leftLength) && TryRead(table, ref reader, ref right, out int rightLength)
                    && reader.Read() && reader.TokenType == JsonTokenType.EndArray
                    ? target.Add(left.AsSpan(0, leftLength), right.AsSpan(0, rightLength))
                    : throw table.Wrong(item, $"[{rank}]", "two tokens");
            }

            if (problem is not null)
            {
                throw new TokenizerException(table.File, $"{table.Place}[{rank}]", $"{problem}.");
            }
        }

        return target.Merges;
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

    /// <summary>Reads the next value, which is a string.</summary>
    private static bool TryRead(JsonTable table, ref Utf8JsonReader reader, ref char[] buffer, out int length)
    {
        bool isText = reader.Read() && reader.TokenType == JsonTokenType.String;
        length = isText ? table.Decode(ref reader, ref buffer).Length : 0;
        return isText;
    }

    private static void Add(TokenTableBuilder tokens, ReadOnlySpan<char> token, int id, JsonTable place)
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
