using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Engine.Pipeline;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"score": [[text, text], ...]}</c>: the score of each pair of texts.</summary>
internal sealed class ScoreRequest : IRequestKind
{
    private const string Activation = "activation";
    private const string Softmax = "softmax";

    public string Name => "score";

    public IReadOnlyList<string> Members => [Activation, Softmax, .. CallMembers.PromptNames];

    public string Summary => """{"score": [[text, text], ...]}  ->  {"scores": [number, ...]}, arrays where there are several labels""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[][] pairs = [.. request.Get(Name).Items("an array of pairs of texts").Select(Pair)];
        DenseActivation? function = request.Find(Activation) is { } activation ? FunctionOf(activation) : null;
        bool softmax = request.Flag(Softmax);
        IClassifierModel classifier = model.Classifier;
        string? prompt = CallMembers.ReadPrompt(request, name => model.Info.Scores!.FindPrompt(name));
        Tensor<float> scores = classifier.Score(
            [.. pairs.Select(pair => pair[0])], [.. pairs.Select(pair => pair[1])], new ScoreCall(prompt, function, softmax));
        if (scores.Rank == 1)
        {
            answer.WritePropertyName("scores");
            answer.WriteFloats(scores.ToArray());
        }
        else
        {
            answer.WriteRows("scores", scores);
        }
    }

    private static string[] Pair(RequestValue value)
    {
        string[] pair = value.Texts();
        return pair.Length == 2 ? pair : throw new PipeException(PipeCode.NotARequest, $"'{value.Place}' has {pair.Length} texts; expected two.");
    }

    // A class of torch by its name, or by its path as folders have it.
    private static DenseActivation FunctionOf(RequestValue value)
    {
        string text = value.Text();
        string name = text[(text.LastIndexOf('.') + 1)..];
        string? found = Enum.GetNames<DenseActivation>().FirstOrDefault(known => known == name);
        return found is not null && (found == text || text.StartsWith("torch.", StringComparison.Ordinal))
            ? Enum.Parse<DenseActivation>(found)
            : throw new PipeException(PipeCode.NotInModel, $"'{value.Place}' is \"{text}\"; expected one of {string.Join(", ", Enum.GetNames<DenseActivation>())}, or its path in torch.");
    }
}
