namespace BertGen.Generator.Members;

/// <summary>
/// Every member that the compiler writes into a user's class. The class that stands in for one that could not be compiled has those with a declaration, and a member of the
/// user's that has the name of one is an error. Modules of a class for TorchSharp have the names of its tensors, and are not here.
/// </summary>
internal static class MemberTable
{
    /// <summary>The class in a declaration.</summary>
    public const string Self = "§";

    private const string List = "global::System.Collections.Generic.IReadOnlyList";
    private const string Span = "global::System.ReadOnlySpan";
    private const string TextSpan = Span + "<string>";
    private const string Cancellation = Names.CancellationToken + " cancellationToken = default";
    private const string Options = Names.EmbedOptions + "<" + Self + "> options, ";
    private const string ScoreOptions = Names.ScoreOptions + "<" + Self + "> options, ";
    private const string Indexed = Names.BertInput + "<" + Self + "> input";
    private const string ThreeIds = $"{Names.Ids} inputIds, {Names.Ids} offsets = default, {Names.Ids} tokenTypeIds = default";
    private const string FourIds = $"{Names.Ids} inputIds, {Names.Ids} offsets, {Names.Ids} tokenTypeIds, {Names.Ids} attentionMask";
    private const string TokenIds = ThreeIds + $", {Names.Ids} attentionMask = default";
    private const string TextIds = $"{Names.Ids} inputIds, {Names.Ids} tokenTypeIds = default, {Names.Ids} attentionMask = default";
    private const string FirstIds = $"{Names.Ids} inputIds, {Names.Ids} tokenTypeIds = default";
    private const string MaskedFirstIds = $"{Names.Ids} inputIds, {Names.Ids} tokenTypeIds, {Names.Ids} attentionMask";

    private static readonly string[] Sizes =
    [
        "LayerCount", "HiddenSize", "HeadCount", "HeadSize", "IntermediateSize", "VocabularySize", "PositionCount", "TypeCount",
        "MaxPieces", "NumStartTokens", "NumEndTokens",
    ];

    /// <summary>The members.</summary>
    public static IReadOnlyList<Member> All { get; } = [.. Internal(), .. Constants(), .. Everywhere(), .. Loading(), .. Encoding(), .. OfTexts(), .. OfSparseAndMultiple(), .. Classifying(), .. Training(), .. OnDevice()];

    private static Member Method(ClassParts parts, string name, string returns, string parameters, string modifiers = "public") =>
        new(MemberKind.Method, name, parts, $"{modifiers} {returns} {name}({parameters})");

    private static Member Property(ClassParts parts, string name, string type, string modifiers = "public") =>
        new(MemberKind.Property, name, parts, $"{modifiers} {type} {name}");

    private static Member Type(ClassParts parts, string name) => new(MemberKind.Type, name, parts, Declaration: null);

    private static IEnumerable<Member> Internal() =>
    [
        Type(ClassParts.None, Internals.Class),
        new(MemberKind.Field, Internals.Field, ClassParts.None, Declaration: null),
    ];

    private static IEnumerable<Member> Constants() =>
    [
        .. Sizes.Select(name => Constant(ClassParts.Encoder, name)),
        Constant(ClassParts.Trained, "KeptBytesPerPiece"),
    ];

    private static Member Constant(ClassParts parts, string name) => new(MemberKind.Constant, name, parts, $"public const int {name}");

    private static IEnumerable<Member> Everywhere() =>
    [
        Property(ClassParts.None, "Info", Names.BertModelInfo, "public static"),
        Property(ClassParts.Engine, "MaxThreads", "int") with { IsSettable = true },
        Property(ClassParts.Engine | ClassParts.Mix, "ScalarMix", Names.ScalarMix),
        Property(ClassParts.Torch | ClassParts.Mix, "ScalarMix", TorchNames.ScalarMixModule),
        Method(ClassParts.Engine, "Dispose", "void", ""),
        Method(ClassParts.Table, "Dispose", "void", "") with { IsInStub = false },
    ];

    // Of those that take the same arguments, the stub has the one that takes most of them.
    private static IEnumerable<Member> Loading() =>
    [
        Method(ClassParts.Engine, "Load", Self, $"string source, bool download = false, bool cache = true, {Cancellation}", "public static"),
        Method(ClassParts.Engine | ClassParts.Hub, "Load", Self, $"bool download = false, bool cache = true, {Cancellation}", "public static"),
        Method(ClassParts.Engine | ClassParts.Path, "Load", Self, "bool cache = true", "public static") with { IsInStub = false },
        Method(ClassParts.Torch, "Load", Self, $"string source, bool download = false, int deviceIndex = 0, {Cancellation}", "public static"),
        Method(ClassParts.Torch | ClassParts.Hub, "Load", Self, $"bool download = false, int deviceIndex = 0, {Cancellation}", "public static"),
        Method(ClassParts.Torch | ClassParts.Path, "Load", Self, "int deviceIndex = 0", "public static") with { IsInStub = false },
        Method(ClassParts.Table, "Load", Self, $"string source, bool download = false, {Cancellation}", "public static") with { IsInStub = false },
        Method(ClassParts.Table | ClassParts.Hub, "Load", Self, $"bool download = false, {Cancellation}", "public static") with { IsInStub = false },
        Method(ClassParts.Table | ClassParts.Path, "Load", Self, "", "public static") with { IsInStub = false },
        Method(ClassParts.Encoder, "LoadIndexer", $"{Names.BertIndexer}<{Self}>", $"{Names.IndexerOptions}? options = null", "public static"),
        Method(ClassParts.Encoder, "LoadIndexer", $"{Names.BertIndexer}<{Self}>", $"string source, {Names.IndexerOptions}? options = null", "public static"),
        Method(ClassParts.Encoder, "Save", Names.StringList, "string folder, bool overwrite = false"),
    ];

    private static IEnumerable<Member> Encoding() =>
    [
        Method(ClassParts.Encoder, "Forward", Names.Vectors, ThreeIds),
        Method(ClassParts.Encoder, "Forward", Names.Vectors, FourIds),
        Method(ClassParts.Encoder, "Forward", Names.Vectors, Indexed),
        Method(ClassParts.Encoder, "ForwardPieces", Names.Vectors, Indexed),
        Method(ClassParts.Pooler, "Pool", Names.Vectors, FirstIds),
        Method(ClassParts.Pooler, "Pool", Names.Vectors, MaskedFirstIds),
        Method(ClassParts.Pooler, "Pool", Names.Vectors, Indexed),
        Method(ClassParts.Pooler, "Pool", Names.Vectors, $"{Names.VectorSpan} tokens"),
        Method(ClassParts.MaskedLanguage, "PredictTokens", Names.Vectors, TokenIds),
    ];

    private static IEnumerable<Member> OfTexts() =>
    [
        Property(ClassParts.Texts, "Tokenizer", Names.TextTokenizer),
        Type(ClassParts.Prompts, "Prompts"),
        Method(ClassParts.Vectors, "Tokenize", Names.PieceBuffer, $"{Options}params {TextSpan} texts"),
        Method(ClassParts.Sentences, "Embed", Names.TextEmbeddings, $"params {TextSpan} texts"),
        Method(ClassParts.Sentences, "Embed", Names.TextEmbeddings, "string[] texts"),
        Method(ClassParts.Sentences, "Embed", Names.TextEmbeddings, $"{Names.Texts} texts, {Names.EmbedOptions}? options = null, {Cancellation}"),
        Method(ClassParts.Sentences, "EmbedInto", "long", $"{Names.Texts} texts, {Names.Destination} destination, {Names.EmbedOptions}? options = null, {Cancellation}"),
        Method(ClassParts.Sentences, "Embed", Names.TextEmbeddings, $"{Names.BertPrompt}<{Self}> prompt, params {TextSpan} texts"),
        Method(ClassParts.Sentences, "Embed", Names.TextEmbeddings, $"{Options}params {TextSpan} texts"),
        Method(ClassParts.Sentences, "EmbedQuery", Names.TextEmbeddings, $"params {TextSpan} texts"),
        Method(ClassParts.Sentences, "EmbedDocument", Names.TextEmbeddings, $"params {TextSpan} texts"),
        Method(ClassParts.Sentences | ClassParts.Encoder, "EmbedTokens", Names.Vectors + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.Sentences | ClassParts.Encoder, "EmbedTokens", Names.Vectors + "[]", $"{Options}params {TextSpan} texts"),
        Method(ClassParts.Sentences, "Similarity", Names.Vectors, $"{Names.VectorSpan} left, {Names.VectorSpan} right"),
    ];

    private static IEnumerable<Member> OfSparseAndMultiple() =>
    [
        Method(ClassParts.Sparse, "EmbedSparse", Names.SparseVector + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.Sparse, "EmbedSparse", Names.SparseVector + "[]", $"{Options}params {TextSpan} texts"),
        Method(ClassParts.Sparse, "EmbedSparseQuery", Names.SparseVector + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.Sparse, "EmbedSparseDocument", Names.SparseVector + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.Sparse, "Decode", $"{List}<{Names.TokenWeight}>", $"{Names.SparseVector} vector, int? top = null"),
        Method(ClassParts.Sparse, "Similarity", Names.Vectors, $"{Span}<{Names.SparseVector}> left, {Span}<{Names.SparseVector}> right"),
        Method(ClassParts.MultiVectors, "EmbedMultiVector", Names.Vectors + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.MultiVectors, "EmbedMultiVector", Names.Vectors + "[]", $"{Options}params {TextSpan} texts"),
        Method(ClassParts.MultiVectors, "EmbedMultiVectorQuery", Names.Vectors + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.MultiVectors, "EmbedMultiVectorDocument", Names.Vectors + "[]", $"params {TextSpan} texts"),
        Method(ClassParts.MultiVectors, "MaxSim", Names.Vectors, $"{Span}<{Names.Vectors}> queries, {Span}<{Names.Vectors}> documents"),
    ];

    private static IEnumerable<Member> Classifying() =>
    [
        Property(ClassParts.Labels, "LabelNames", Names.StringList, "public static"),
        Type(ClassParts.Labels, "Labels"),
        Method(ClassParts.Classifier, "Classify", Names.Vectors, $"params {TextSpan} texts"),
        Method(ClassParts.Classifier, "Classify", Names.Vectors, "string[] texts"),
        Method(ClassParts.Classifier, "Classify", Names.Vectors, $"{Names.Texts} texts"),
        Method(ClassParts.ClassifierOfIds, "Classify", Names.Vectors, TextIds),
        Method(ClassParts.Classifier, "Score", Names.Vectors, $"string query, params {TextSpan} documents"),
        Method(ClassParts.Classifier, "Score", Names.Vectors, $"{TextSpan} firsts, {TextSpan} seconds"),
        Method(ClassParts.Classifier, "Score", Names.Vectors, $"{ScoreOptions}{TextSpan} firsts, {TextSpan} seconds"),
        Method(ClassParts.Ranks, "Score", Names.Vectors, $"string query, {Names.Texts} documents"),
        Method(ClassParts.Ranks, "Score", Names.Vectors, "string query, string[] documents"),
        Method(ClassParts.Ranks, "Rank", $"{List}<{Names.RankedText}>", "string query, string[] documents"),
        Method(ClassParts.Ranks, "Rank", $"{List}<{Names.RankedText}>", $"string query, {Names.Texts} documents"),
        Method(ClassParts.Ranks, "Rank", $"{List}<{Names.RankedText}>", $"string query, params {TextSpan} documents"),
        Method(ClassParts.Ranks, "Rank", $"{List}<{Names.RankedText}>", $"{ScoreOptions}string query, params {TextSpan} documents"),
        Method(ClassParts.TokenClassifier, "ClassifyTokens", Names.Vectors, TokenIds),
        Method(ClassParts.TokenClassifier, "ClassifyTokens", $"{List}<{Names.LabeledSpan}>[]", $"{Names.TokenAggregation} aggregation, params {TextSpan} texts"),
        Method(ClassParts.TokenClassifier, "ClassifyPieces", Names.PieceLogits + "[]", $"params {TextSpan} texts"),
    ];

    private static IEnumerable<Member> Training() =>
    [
        Type(ClassParts.Trained, "TrainedParameters"),
        Property(ClassParts.Trained, "Parameters", Names.ParameterSet),
        Property(ClassParts.Trained, "Dropout", Names.Dropout),
        Method(ClassParts.Trained, "Train", Names.TrainingStep, ThreeIds),
        Method(ClassParts.Trained, "Train", Names.TrainingStep, FourIds),
        Method(ClassParts.Trained, "Train", Names.TrainingStep, Indexed),
        Method(ClassParts.Trained, "TrainPieces", Names.TrainingStep, Indexed),
        Method(ClassParts.Trained | ClassParts.TrainedPooling, "TrainEmbed", Names.TrainingStep, $"params {TextSpan} texts"),
        Method(ClassParts.Trained | ClassParts.TrainedPooling, "TrainEmbed", Names.TrainingStep, "string[] texts"),
        Method(ClassParts.Trained | ClassParts.ClassifierOfIds, "TrainClassify", Names.TrainingStep, $"params {TextSpan} texts"),
        Method(ClassParts.Trained | ClassParts.ClassifierOfIds, "TrainClassify", Names.TrainingStep, "string[] texts"),
        Method(ClassParts.Trained | ClassParts.ClassifierOfIds, "TrainClassify", Names.TrainingStep, $"{TextSpan} firsts, {TextSpan} seconds"),
        Method(ClassParts.Trained | ClassParts.ClassifierOfIds, "TrainClassify", Names.TrainingStep, TextIds),
        Method(ClassParts.Trained | ClassParts.TokenClassifier, "TrainClassifyTokens", Names.TrainingStep, TokenIds),
        Method(ClassParts.Trained | ClassParts.Pooler, "TrainPool", Names.TrainingStep, FirstIds),
        Method(ClassParts.Trained | ClassParts.Pooler, "TrainPool", Names.TrainingStep, $"{Names.VectorSpan} tokens"),
    ];

    private static IEnumerable<Member> OnDevice()
    {
        const string Tensor = TorchNames.Tensor, Optional = Tensor + "?";
        return
        [
            Method(ClassParts.Torch, "forward", Tensor, $"{Tensor} inputIds, {Optional} offsets = null, {Optional} tokenTypeIds = null", "public override"),
            Method(ClassParts.Torch, "forward", Tensor, $"{Tensor} inputIds, {Optional} offsets, {Optional} tokenTypeIds, {Tensor} attentionMask"),
            Method(ClassParts.Torch | ClassParts.ClassifierOfIds, "classify", Tensor, $"{Tensor} inputIds, {Optional} tokenTypeIds = null, {Optional} attentionMask = null"),
            Method(ClassParts.Torch | ClassParts.TokenClassifier, "classifyTokens", Tensor, $"{Tensor} inputIds, {Optional} offsets = null, {Optional} tokenTypeIds = null, {Optional} attentionMask = null"),
            Method(ClassParts.Torch | ClassParts.Pooling, "embed", Tensor, $"params {TextSpan} texts"),
            Method(ClassParts.Torch | ClassParts.Pooling, "embed", Tensor, "string[] texts"),
        ];
    }
}
