using System.Text.Json;
using BertGen.Text.Tokenizers;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"tokenize": [text or [text, text], ...]}</c>: the pieces of texts, and where they stand.</summary>
internal sealed class TokenizeRequest : IRequestKind
{
    private const string Special = "special";
    private const string MaxLength = "maxLength";
    private const string Truncation = "truncation";
    private const string Stride = "stride";
    private const string Unit = "unit";
    private const string CodePoint = "codepoint";

    private static readonly string[] Truncations = ["longest_first", "only_first", "only_second"];

    public string Name => "tokenize";

    public IReadOnlyList<string> Members => [Special, MaxLength, Truncation, Stride, Unit];

    public string Summary => """{"tokenize": [text or [text, text], ...]}  ->  {"ids": ..., "types": ..., "offsets": ..., "specialMask": ...}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        (string First, string? Second)[] texts = [.. request.Get(Name).Items("an array of texts, or of pairs of texts").Select(Texts)];
        bool codePoints = request.Find(Unit)?.Word("utf16", CodePoint) == CodePoint;
        TextTokenizer tokenizer = model.Tokenizer;
        EncodingOptions options = Options(request, tokenizer);
        bool inWindows = request.Has(Stride);
        TokenRow[][] rows = [.. texts.Select((text, index) => Encode(tokenizer, text, options, inWindows, $"{Name}[{index}]"))];

        Write(answer, "ids", rows, inWindows, (row, _) => WriteInts(answer, row.Ids));
        Write(answer, "types", rows, inWindows, (row, _) => WriteInts(answer, tokenizer.HasTypeIds ? row.TypeIds : new int[row.Count]));
        Write(answer, "offsets", rows, inWindows, (row, index) => WriteOffsets(answer, row, codePoints ? new CodePointOffsets(texts[index]) : null));
        Write(answer, "specialMask", rows, inWindows, (row, _) => WriteInts(answer, [.. Enumerable.Range(0, row.Count).Select(position => row.IsSpecial(position) ? 1 : 0)]));
    }

    private static (string First, string? Second) Texts(RequestValue value)
    {
        if (!value.IsArray)
        {
            return (value.Text(), null);
        }

        string[] pair = value.Texts();
        return pair.Length == 2 ? (pair[0], pair[1]) : throw new PipeException(PipeCode.NotARequest, $"'{value.Place}' has {pair.Length} texts; expected a text or two of them.");
    }

    // The limit of the folder counts where a request speaks of cutting and names no other.
    private static EncodingOptions Options(PipeRequest request, TextTokenizer tokenizer)
    {
        string? truncation = request.Find(Truncation)?.Word(Truncations);
        return new EncodingOptions
        {
            AddsSpecialTokens = request.Find(Special)?.Flag() ?? true,
            MaxLength = request.Find(MaxLength)?.Count() ?? (truncation is not null || request.Has(Stride) ? tokenizer.MaxLength : null),
            Truncation = truncation is null ? TruncationStrategy.LongestFirst : (TruncationStrategy)Array.IndexOf(Truncations, truncation),
            Stride = request.Find(Stride)?.Count() ?? 0,
        };
    }

    private static TokenRow[] Encode(TextTokenizer tokenizer, (string First, string? Second) text, EncodingOptions options, bool inWindows, string place)
    {
        try
        {
            return inWindows ? [.. tokenizer.EncodeWindows(text.First, text.Second, options)]
                : text.Second is null ? [tokenizer.Encode(text.First, options)]
                : [tokenizer.EncodePair(text.First, text.Second, options)];
        }
        catch (TokenizerException e)
        {
            throw new PipeException(PipeCode.NotTaken, $"'{place}': {e.Message}");
        }
    }

    private static void Write(Utf8JsonWriter answer, string name, TokenRow[][] texts, bool inWindows, Action<TokenRow, int> write)
    {
        answer.WriteStartArray(name);
        for (int text = 0; text < texts.Length; text++)
        {
            if (inWindows)
            {
                answer.WriteStartArray();
            }

            foreach (TokenRow row in texts[text])
            {
                write(row, text);
            }

            if (inWindows)
            {
                answer.WriteEndArray();
            }
        }

        answer.WriteEndArray();
    }

    private static void WriteInts(Utf8JsonWriter answer, ReadOnlySpan<int> values)
    {
        answer.WriteStartArray();
        foreach (int value in values)
        {
            answer.WriteNumberValue(value);
        }

        answer.WriteEndArray();
    }

    private static void WriteOffsets(Utf8JsonWriter answer, TokenRow row, CodePointOffsets? codePoints)
    {
        answer.WriteStartArray();
        for (int position = 0; position < row.Count; position++)
        {
            TextRange range = row.Offsets[position];
            int sequence = row.SequenceIds[position];
            answer.WriteStartArray();
            answer.WriteNumberValue(codePoints?.Of(sequence, range.Start) ?? range.Start);
            answer.WriteNumberValue(codePoints?.Of(sequence, range.End) ?? range.End);
            answer.WriteEndArray();
        }

        answer.WriteEndArray();
    }
}
