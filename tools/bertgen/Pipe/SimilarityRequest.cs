using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Compiling;
using BertGen.Vectors;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"similarity": [[text, ...], [text, ...]]}</c>: how alike the texts of two sides are.</summary>
internal sealed class SimilarityRequest : IRequestKind
{
    private const string Pairwise = "pairwise";
    private const string Function = "function";

    public string Name => "similarity";

    public IReadOnlyList<string> Members => [Pairwise, Function, .. CallMembers.Names];

    public string Summary => """{"similarity": [[text, ...], [text, ...]]}  ->  {"similarity": [[number, ...], ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[][] sides = [.. request.Get(Name).Items("two arrays of texts").Select(side => side.Texts())];
        if (sides is not [string[] left, string[] right])
        {
            throw new PipeException(PipeCode.NotARequest, $"'{Name}' has {sides.Length} items; expected two arrays of texts.");
        }

        bool pairwise = request.Flag(Pairwise);
        SimilarityFunction? function = FunctionOf(request);
        if (pairwise && left.Length != right.Length)
        {
            throw new PipeException(PipeCode.NotARequest, $"'{Pairwise}' compares {left.Length} texts with {right.Length}; expected as many on both sides.");
        }

        Tensor<float> compared = Compare(model, left, right, function, CallMembers.Read(request, model.Info));
        if (pairwise)
        {
            answer.WritePropertyName(Name);
            answer.WriteFloats(Diagonal(compared));
        }
        else
        {
            answer.WriteRows(Name, compared);
        }
    }

    private static Tensor<float> Compare(PipedModel model, string[] left, string[] right, SimilarityFunction? function, EmbedCall call)
    {
        // Of a folder that makes vectors of several kinds, those that it was saved for.
        switch (model.Loaded)
        {
            case IMultiVectorModel multi when function is null:
                return multi.MaxSim(multi.EmbedMultiVector(left, call), multi.EmbedMultiVector(right, call));
            case ISparseModel sparse and not IEmbeddingModel when function is null:
                return sparse.SparseSimilarity(sparse.EmbedSparse(left, call), sparse.EmbedSparse(right, call));
            default:
                IEmbeddingModel embedder = model.Embedder;
                Tensor<float> leftVectors = embedder.Embed(left, call), rightVectors = embedder.Embed(right, call);
                return function is { } given ? VectorSimilarity.Compare(given, leftVectors, rightVectors) : embedder.Similarity(leftVectors, rightVectors);
        }
    }

    private static float[] Diagonal(Tensor<float> square)
    {
        float[] values = square.ToArray();
        int count = (int)square.Lengths[0];
        return [.. Enumerable.Range(0, count).Select(i => values[(i * count) + i])];
    }

    // Null: the one that the folder names.
    private static SimilarityFunction? FunctionOf(PipeRequest request)
    {
        string[] names = [.. Enum.GetNames<SimilarityFunction>().Select(name => name.ToLowerInvariant())];
        return request.Find(Function)?.Word(names) is { } name
            ? Enum.Parse<SimilarityFunction>(name, ignoreCase: true)
            : null;
    }
}
