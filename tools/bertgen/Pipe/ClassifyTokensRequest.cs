using System.Text.Json;
using BertGen.Text.Tokenizers;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"classifyTokens": [text, ...]}</c>: the logits of the pieces of each text, or the spans that they make up.</summary>
internal sealed class ClassifyTokensRequest : IRequestKind
{
    private const string Aggregation = "aggregation";

    public string Name => "classifyTokens";

    public IReadOnlyList<string> Members => [Aggregation];

    public string Summary => """{"classifyTokens": [text, ...]}  ->  {"logits": [[[number, ...], ...], ...], "offsets": [[[start, end], ...], ...], "labels": [text, ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[] texts = request.Get(Name).Texts();
        string[] names = [.. Enum.GetNames<TokenAggregation>().Select(name => name.ToLowerInvariant())];
        string? aggregation = request.Find(Aggregation)?.Word(names);
        ITokenClassifierModel classifier = model.TokenClassifier;
        if (aggregation is not null)
        {
            WriteSpans(answer, classifier.ClassifyTokens(Enum.Parse<TokenAggregation>(aggregation, ignoreCase: true), texts));
            return;
        }

        PieceLogits[] pieces = classifier.ClassifyPieces(texts);
        answer.WriteStartArray("logits");
        foreach (PieceLogits text in pieces)
        {
            answer.WriteRows(text.Logits);
        }

        answer.WriteEndArray();
        answer.WriteStartArray("offsets");
        foreach (PieceLogits text in pieces)
        {
            answer.WriteStartArray();
            foreach (TextRange range in text.Offsets)
            {
                answer.WriteStartArray();
                answer.WriteNumberValue(range.Start);
                answer.WriteNumberValue(range.End);
                answer.WriteEndArray();
            }

            answer.WriteEndArray();
        }

        answer.WriteEndArray();
        answer.WriteTexts("labels", classifier.LabelNames);
    }

    private static void WriteSpans(Utf8JsonWriter answer, IReadOnlyList<LabeledSpan>[] texts)
    {
        answer.WriteStartArray("spans");
        foreach (IReadOnlyList<LabeledSpan> text in texts)
        {
            answer.WriteStartArray();
            foreach (LabeledSpan span in text)
            {
                answer.WriteStartObject();
                answer.WriteString("label", span.Label);
                answer.WritePropertyName("score");
                answer.WriteFloat(span.Score);
                answer.WriteNumber("start", span.Start);
                answer.WriteNumber("end", span.End);
                answer.WriteString("text", span.Text);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        }

        answer.WriteEndArray();
    }
}
