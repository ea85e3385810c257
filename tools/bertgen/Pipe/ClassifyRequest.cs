using System.Text.Json;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"classify": [text, ...]}</c>: the logits of each text.</summary>
internal sealed class ClassifyRequest : IRequestKind
{
    public string Name => "classify";

    public IReadOnlyList<string> Members => [];

    public string Summary => """{"classify": [text, ...]}  ->  {"logits": [[number, ...], ...], "labels": [text, ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[] texts = request.Get(Name).Texts();
        IClassifierModel classifier = model.Classifier;
        answer.WriteRows("logits", classifier.Classify(texts));
        answer.WriteTexts("labels", classifier.LabelNames);
    }
}
