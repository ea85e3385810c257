using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Options;

/// <summary>The members that the writer gives a class. A user's member of such a name would not compile beside them.</summary>
internal static class ReservedMembers
{
    /// <summary>Compiled methods by name, with the type names of the parameters of each overload.</summary>
    private static readonly Dictionary<string, string[]> Methods = new(StringComparer.Ordinal)
    {
        ["Load"] = ["String", "String Boolean Boolean CancellationToken", "Boolean Boolean CancellationToken", "Boolean", "PretrainedBertModel Boolean"],
        ["LoadIndexer"] = ["String IndexerOptions", "IndexerOptions"],
        ["Save"] = ["String Boolean"],
        ["Forward"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "BertInput"],
        ["ForwardPieces"] = ["BertInput"],
        ["Embed"] = ["ReadOnlySpan", "String[]", "BertPrompt ReadOnlySpan", "EmbedOptions ReadOnlySpan", "IEnumerable EmbedOptions CancellationToken"],
        ["EmbedQuery"] = ["ReadOnlySpan"],
        ["EmbedDocument"] = ["ReadOnlySpan"],
        ["EmbedTokens"] = ["ReadOnlySpan", "EmbedOptions ReadOnlySpan"],
        ["Tokenize"] = ["EmbedOptions ReadOnlySpan"],
        ["EmbedSparse"] = ["ReadOnlySpan", "EmbedOptions ReadOnlySpan"],
        ["EmbedSparseQuery"] = ["ReadOnlySpan"],
        ["EmbedSparseDocument"] = ["ReadOnlySpan"],
        ["SparseWeights"] = ["PieceBuffer"],
        ["EmbedMultiVector"] = ["ReadOnlySpan", "EmbedOptions ReadOnlySpan"],
        ["EmbedMultiVectorQuery"] = ["ReadOnlySpan"],
        ["EmbedMultiVectorDocument"] = ["ReadOnlySpan"],
        ["MaxSim"] = ["ReadOnlySpan ReadOnlySpan"],
        ["Decode"] = ["SparseVector Nullable"],
        ["PredictTokens"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan"],
        ["Similarity"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlySpan ReadOnlySpan"],
        ["Pool"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan", "BertInput"],
        ["Classify"] = ["ReadOnlySpan", "String[]", "IEnumerable", "ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan"],
        ["ClassifyTokens"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "TokenAggregation ReadOnlySpan"],
        ["ClassifyPieces"] = ["ReadOnlySpan"],
        ["TokenLogits"] = ["PieceBuffer"],
        ["Score"] = ["String ReadOnlySpan", "String IEnumerable", "String String[]", "ReadOnlySpan ReadOnlySpan", "ScoreOptions ReadOnlySpan ReadOnlySpan"],
        ["Rank"] = ["String ReadOnlySpan", "String IEnumerable", "String String[]", "ScoreOptions String ReadOnlySpan"],
        ["Logits"] = ["String ReadOnlySpan ReadOnlySpan"],
        ["Dispose"] = [""],
        ["EncodeLayer"] = ["EncoderLane Layer", "EncoderLane Layer Boolean"],
        ["LayerTable"] = ["String"],
    };

    /// <summary>The same of a class for TorchSharp, where it differs.</summary>
    private static readonly Dictionary<string, string[]> TorchMethods = new(StringComparer.Ordinal)
    {
        ["Load"] = ["String Boolean Int32 CancellationToken", "Boolean Int32 CancellationToken", "Int32", "PretrainedBertModel Int32"],
        ["EncodeLayer"] = ["TorchBatch Tensor LayerModule DistanceBias", "TorchBatch Tensor LayerModule DistanceBias Boolean", "TorchBatch Tensor LayerModule DistanceBias Boolean Boolean", "TorchBatch Tensor LayerModule", "TorchBatch Tensor LayerModule Boolean", "TorchBatch Tensor LayerModule Boolean Boolean"],
        ["forward"] = ["Tensor Tensor Tensor", "Tensor Tensor Tensor Tensor"],
        ["classify"] = ["Tensor Tensor Tensor"],
        ["classifyTokens"] = ["Tensor Tensor Tensor Tensor"],
        ["embed"] = ["ReadOnlySpan", "String[]"],
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "LayerCount", "HiddenSize", "HeadCount", "HeadSize", "IntermediateSize", "VocabularySize", "PositionCount", "TypeCount",
        "MaxPieces", "NumStartTokens", "NumEndTokens", "LayerNormEpsilon", "WorkspacePerPiece", "Rotary", "TokenInfo",
        "Hidden", "Embedded", "QueryKeyValue", "Context", "Intermediate", "Mixed",
        "Config", "WeightTable", "OtherTensors", "Layer", "SentenceEncoder", "ClassifierEncoder", "PredictorEncoder", "SparseEncoder", "PredictionInfo", "PredictionDense", "PredictionDecoder", "Weights", "Labels", "LabelNames", "PreClassifier", "ClassifierDense", "Classifier", "Info", "MaxThreads", "ScalarMix",
        "_model", "_memory", "_words", "_positions", "_embeddingNorm", "_pooler", "_pairs", "Pairs", "_pipeline", "Sentences", "Prompts", "Tokenizer", "_sentences", "_classifies", "_predicts", "_sparse", "_predictionDense", "_predictionNorm", "_predictionDecoder", "_preClassifier", "_classifierDense", "_classifier", "_embeddingProjection", "_distanceBias", "_maxThreads",
    };

    /// <summary>What a class has besides when it is trained.</summary>
    private static readonly Dictionary<string, string[]> TrainingMethods = new(StringComparer.Ordinal)
    {
        ["Train"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan", "BertInput"],
        ["TrainPieces"] = ["BertInput"],
        ["TrainEmbed"] = ["ReadOnlySpan", "String[]"],
        ["TrainClassify"] = ["ReadOnlySpan", "String[]", "ReadOnlySpan ReadOnlySpan", "ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan"],
        ["TrainClassifyTokens"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan ReadOnlyTensorSpan"],
        ["TrainPool"] = ["ReadOnlyTensorSpan ReadOnlyTensorSpan", "ReadOnlyTensorSpan"],
        ["StepLayer"] = ["EncoderLane Layer DistanceBias LayerValues", "EncoderLane Layer DistanceBias LayerValues Boolean", "EncoderLane Layer LayerValues", "EncoderLane Layer LayerValues Boolean"],
        ["LayerBackward"] =
        [
            "EncoderLane Layer TrainedLayer DistanceBias LayerValues",
            "EncoderLane Layer TrainedLayer DistanceBias LayerValues Boolean",
            "EncoderLane Layer TrainedLayer DistanceBias LayerValues Boolean Boolean",
            "EncoderLane Layer TrainedLayer LayerValues",
            "EncoderLane Layer TrainedLayer LayerValues Boolean",
            "EncoderLane Layer TrainedLayer LayerValues Boolean Boolean",
        ],
    };

    private static readonly HashSet<string> TrainingOthers = new(StringComparer.Ordinal)
    {
        "Parameters", "Dropout", "KeptBytesPerPiece", "HiddenDropout", "AttentionDropout",
        "Step", "LayerValues", "TrainedLayer", "TrainedParameters", "LayerParameters",
        "_trainer", "_embeddings", "_trainedEmbeddingNorm", "_trainedEmbeddingProjection", "_trainedPooler",
    };

    private static readonly HashSet<string> TorchOthers = new(StringComparer.Ordinal)
    {
        "Embeddings", "Encoder", "Pooler", "EmbeddingsModule", "EmbeddingsProject", "ClassifierModule", "EncoderModule", "PoolerModule", "HiddenDropout", "AttentionDropout",
    };

    /// <summary>Whether a name belongs to the compiled class, overloads aside.</summary>
    public static bool Contains(string name, WrittenForm form) =>
        Others.Contains(name)
        || Overloads(name, form) is not null
        || HasNumber(name, "_layer")
        || HasNumber(name, "Mix")
        || (form == WrittenForm.ManagedTrained && (TrainingOthers.Contains(name) || HasNumber(name, "_trained")))
        || (form == WrittenForm.TorchSharp && TorchOthers.Contains(name));

    /// <summary>Whether a member cannot stand beside the compiled ones. Other overloads of a compiled method can.</summary>
    public static bool Conflicts(ISymbol member, WrittenForm form)
    {
        if (member is IMethodSymbol method && Overloads(method.Name, form) is { } overloads)
        {
            string parameters = string.Join(" ", method.Parameters.Select(parameter => TypeName(parameter.Type)));
            return method.Arity == 0 && overloads.Contains(parameters);
        }

        return Contains(member.Name, form);
    }

    private static string TypeName(ITypeSymbol type) => type is IArrayTypeSymbol array ? TypeName(array.ElementType) + "[]" : type.Name;

    /// <summary>The overloads of a method; those of the form come before those that all forms share.</summary>
    private static string[]? Overloads(string name, WrittenForm form)
    {
        Dictionary<string, string[]>? own = form switch
        {
            WrittenForm.ManagedTrained => TrainingMethods,
            WrittenForm.TorchSharp => TorchMethods,
            _ => null,
        };
        return own is not null && own.TryGetValue(name, out string[] overloads) || Methods.TryGetValue(name, out overloads) ? overloads : null;
    }

    private static bool HasNumber(string name, string prefix) =>
        name.Length > prefix.Length
        && name.StartsWith(prefix, StringComparison.Ordinal)
        && name.Skip(prefix.Length).All(c => c is >= '0' and <= '9');
}
