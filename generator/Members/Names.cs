namespace BertGen.Generator.Members;

/// <summary>
/// Types that the written code names, in full: a user's type, or a segment of a user's namespace, may have any of these
/// names, and none may change what the code means.
/// </summary>
internal static class Names
{
    public const string Engine = "global::BertGen.Engine.";
    public const string WeightSpec = "global::BertGen.Checkpoints.WeightSpec";
    public const string Activation = Engine + "Activation";
    public const string DistanceBias = Engine + "DistanceBias";
    public const string EmbeddingTable = Engine + "EmbeddingTable";
    public const string EncoderLane = Engine + "EncoderLane";
    public const string IEncoder = Engine + "IEncoder";
    public const string NormWeights = Engine + "NormWeights";
    public const string PackedMatrix = Engine + "PackedMatrix";
    public const string PieceBatch = Engine + "PieceBatch";
    public const string Pooler = Engine + "Pooler";
    public const string RotaryTable = Engine + "RotaryTable";
    public const string Slot = Engine + "Slot";
    public const string WeightMemory = Engine + "WeightMemory";
    public const string WeightPacker = Engine + "WeightPacker";
    public const string ITrainedEncoder = Engine + "ITrainedEncoder";
    public const string TrainedEmbeddings = Engine + "TrainedEmbeddings";
    public const string TrainedLinear = Engine + "TrainedLinear";
    public const string TrainedNorm = Engine + "TrainedNorm";
    public const string Trainer = Engine + "Trainer";

    public const string Training = "global::BertGen.Training.";
    public const string Dropout = Training + "Dropout";
    public const string LinearParameters = Training + "LinearParameters";
    public const string NormParameters = Training + "NormParameters";
    public const string Parameter = Training + "Parameter";
    public const string ParameterSet = Training + "ParameterSet";
    public const string TrainingStep = Training + "TrainingStep";

    public const string ConfigKey = "global::BertGen.Checkpoints.ConfigKey";
    public const string ModelConfig = "global::BertGen.Checkpoints.ModelConfig";
    public const string BertIndexer = "global::BertGen.BertIndexer";
    public const string BertInput = "global::BertGen.BertInput";
    public const string BertModelInfo = "global::BertGen.BertModelInfo";
    public const string BertPrecision = "global::BertGen.BertPrecision";
    public const string BertPrompt = "global::BertGen.BertPrompt";
    public const string TextEmbeddings = "global::BertGen.TextEmbeddings";
    public const string ISentenceEmbedder = "global::BertGen.ISentenceEmbedder";
    public const string ITokenEmbedder = "global::BertGen.ITokenEmbedder";
    public const string ISparseEmbedder = "global::BertGen.ISparseEmbedder";
    public const string ITextClassifier = "global::BertGen.ITextClassifier";
    public const string IReranker = "global::BertGen.IReranker";
    public const string Texts = "global::System.Collections.Generic.IEnumerable<string>";
    public const string Destination = "global::System.Memory<float>";
    public const string EmbedOptions = "global::BertGen.EmbedOptions";
    public const string EmbedRole = "global::BertGen.EmbedRole";
    public const string Pipeline = Engine + "Pipeline.";
    public const string SentenceCall = Pipeline + "SentenceCall";
    public const string SentencePipeline = Pipeline + "SentencePipeline";
    public const string SentencePlan = Pipeline + "SentencePlan";
    public const string PairTexts = Pipeline + "PairTexts";
    public const string StaticPipeline = Pipeline + "StaticPipeline";
    public const string SparseStaticPipeline = Pipeline + "SparseStaticPipeline";
    public const string ScorePlan = Pipeline + "ScorePlan";
    public const string DenseActivation = Pipeline + "DenseActivation";
    public const string ScoreOptions = "global::BertGen.ScoreOptions";
    public const string TextTokenizer = "global::BertGen.Text.Tokenizers.TextTokenizer";
    public const string BertPooling = "global::BertGen.BertPooling";
    public const string IBertModel = "global::BertGen.IBertModel";
    public const string IndexerOptions = "global::BertGen.IndexerOptions";
    public const string PretrainedBertModel = "global::BertGen.PretrainedBertModel";
    public const string ScalarMix = "global::BertGen.ScalarMix";
    public const string RankedText = "global::BertGen.RankedText";
    public const string Scores = Engine + "Scores";
    public const string SparseVector = "global::BertGen.Vectors.SparseVector";
    public const string LabeledSpan = "global::BertGen.LabeledSpan";
    public const string PieceLogits = "global::BertGen.PieceLogits";
    public const string TokenAggregation = "global::BertGen.TokenAggregation";
    public const string TokenWeight = "global::BertGen.TokenWeight";
    public const string SparsePlan = Pipeline + "SparsePlan";
    public const string MultiVectorPlan = Pipeline + "MultiVectorPlan";
    public const string PieceBuffer = "global::BertGen.Text.PieceBuffer";

    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string Ids = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<int>";
    public const string StringList = "global::System.Collections.Generic.IReadOnlyList<string>";
    public const string VectorSpan = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    public const string Vectors = "global::System.Numerics.Tensors.Tensor<float>";
}
