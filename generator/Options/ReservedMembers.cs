using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Options;

/// <summary>The members that the writer gives a class. A user's member of such a name would not compile beside them.</summary>
internal static class ReservedMembers
{
    /// <summary>Compiled methods by name, with the type names of the parameters of each overload.</summary>
    private static readonly Dictionary<string, string[]> Methods = new(StringComparer.Ordinal)
    {
        ["Load"] = ["String", "String Boolean Boolean", "Boolean Boolean"],
        ["LoadIndexer"] = ["String IndexerOptions", "IndexerOptions"],
        ["Save"] = ["String Boolean"],
        ["Forward"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "BertInput"],
        ["ForwardPieces"] = ["BertInput"],
        ["Embed"] = ["ReadOnlySpan"],
        ["Pool"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan", "BertInput"],
        ["Dispose"] = [""],
        ["EncodeLayer"] = ["EncoderLane Layer", "EncoderLane Layer Boolean"],
        ["LayerTable"] = ["String"],
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "LayerCount", "HiddenSize", "HeadCount", "HeadSize", "IntermediateSize", "VocabularySize", "PositionCount", "TypeCount",
        "MaxPieces", "NumStartTokens", "NumEndTokens", "LayerNormEpsilon", "WorkspacePerPiece",
        "Hidden", "QueryKeyValue", "Context", "Intermediate", "Mixed",
        "Config", "WeightTable", "Layer", "Info", "MaxThreads", "ScalarMix",
        "_model", "_memory", "_words", "_positions", "_embeddingNorm", "_pooler", "_indexer", "_maxThreads",
    };

    /// <summary>What a class has besides when it is trained.</summary>
    private static readonly Dictionary<string, string[]> TrainingMethods = new(StringComparer.Ordinal)
    {
        ["Train"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "BertInput"],
        ["TrainPieces"] = ["BertInput"],
        ["TrainEmbed"] = ["ReadOnlySpan"],
        ["TrainPool"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan"],
        ["StepLayer"] = ["EncoderLane Layer LayerValues", "EncoderLane Layer LayerValues Boolean"],
        ["LayerBackward"] =
        [
            "EncoderLane Layer TrainedLayer LayerValues",
            "EncoderLane Layer TrainedLayer LayerValues Boolean",
            "EncoderLane Layer TrainedLayer LayerValues Boolean Boolean",
        ],
    };

    private static readonly HashSet<string> TrainingOthers = new(StringComparer.Ordinal)
    {
        "Parameters", "Dropout", "KeptBytesPerPiece", "HiddenDropout", "AttentionDropout",
        "Step", "LayerValues", "TrainedLayer", "TrainedParameters", "LayerParameters",
        "_trainer", "_embeddings", "_trainedEmbeddingNorm", "_trainedPooler",
    };

    /// <summary>Whether a name belongs to the compiled class, overloads aside.</summary>
    public static bool Contains(string name, bool isTrained) =>
        Others.Contains(name)
        || Methods.ContainsKey(name)
        || HasNumber(name, "_layer")
        || HasNumber(name, "Mix")
        || (isTrained && (TrainingOthers.Contains(name) || TrainingMethods.ContainsKey(name) || HasNumber(name, "_trained")));

    /// <summary>Whether a member cannot stand beside the compiled ones. Other overloads of a compiled method can.</summary>
    public static bool Conflicts(ISymbol member, bool isTrained)
    {
        if (member is IMethodSymbol method
            && (Methods.TryGetValue(method.Name, out string[] overloads) || (isTrained && TrainingMethods.TryGetValue(method.Name, out overloads))))
        {
            string parameters = string.Join(" ", method.Parameters.Select(parameter => parameter.Type.Name));
            return method.Arity == 0 && overloads.Contains(parameters);
        }

        return Contains(member.Name, isTrained);
    }

    private static bool HasNumber(string name, string prefix) =>
        name.Length > prefix.Length
        && name.StartsWith(prefix, StringComparison.Ordinal)
        && name.Skip(prefix.Length).All(c => c is >= '0' and <= '9');
}
