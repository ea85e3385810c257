namespace BertGen.Tool.Compiling;

/// <summary>The sources that are compiled beside what the generator writes.</summary>
internal static class AdapterSource
{
    /// <summary>Name of the compiled assembly; it may use what is internal in this one.</summary>
    public const string AssemblyName = "BertGen.Piped";

    /// <summary>Full name of the class that the generator completes.</summary>
    public const string Encoder = $"{AssemblyName}.Encoder";

    /// <summary>Full name of the class that implements <see cref="ICompiledModel"/>.</summary>
    public const string Model = $"{AssemblyName}.CompiledModel";

    /// <summary>Lines before the first argument of the attribute.</summary>
    public const int AttributeLine = 2;

    /// <summary>The class that asks for the model.</summary>
    /// <param name="model">The model's path from the project folder.</param>
    /// <param name="isPretrained">Whether it is one of those that have to be prepared for the compiler: an archive.</param>
    /// <param name="options">Options of the attribute.</param>
    public static string Class(string model, bool isPretrained, ModelOptions options) => $$"""
        namespace {{AssemblyName}};

        [global::BertGen.{{(isPretrained ? "Pretrained" : "")}}BertEmbedder({{AttributeOption.StringLiteral(model)}}{{options.ToSource()}})]
        internal sealed partial class Encoder;
        """.ReplaceLineEndings("\n");

    /// <summary>The class that leads from the tool's interfaces to the members that the compiled class has.</summary>
    /// <param name="has">Whether the compiled class has a member of this name.</param>
    /// <param name="hasIds">Whether its classifier takes rows of ids.</param>
    public static string Adapter(Func<string, bool> has, bool hasIds)
    {
        (string Interface, string Members)[] features =
        [
            .. has("Forward") ? new[] { ("IEncoderModel", Forward) } : [],
            .. has("Embed") ? new[] { ("IEmbeddingModel", Embed + (has("EmbedTokens") ? EmbedTokens : NoTokens)) } : [],
            .. has("Classify") ? new[] { ("IClassifierModel", Classify) } : [],
            .. hasIds ? new[] { ("IIdClassifierModel", ClassifyIds) } : [],
            .. has("Tokenizer") ? new[] { ("ITextModel", Tokenizer) } : [],
            .. has("Pool") ? new[] { ("IPoolerModel", Pool) } : [],
            .. has("ClassifyTokens") ? new[] { ("ITokenClassifierModel", ClassifyTokens) } : [],
            .. has("PredictTokens") ? new[] { ("IPredictorModel", Predict) } : [],
            .. has("EmbedSparse") ? new[] { ("ISparseModel", Sparse) } : [],
            .. has("EmbedMultiVector") ? new[] { ("IMultiVectorModel", MultiVector) } : [],
            .. has("EmbedTokens") || has("Embed") || has("EmbedSparse") || has("EmbedMultiVector") ? new[] { ("ITextEmbeddingModel", Texts) } : [],
        ];
        string Constant(string name) => has(name) ? "Encoder." + name : "0";
        return $$"""
            using System;
            using System.Numerics.Tensors;
            using BertGen.Text;
            using BertGen.Tool.Compiling;

            namespace {{AssemblyName}};

            internal sealed class CompiledModel : ICompiledModel
            {
                public BertGen.BertModelInfo Info => Encoder.Info;

                public int LayerCount => {{Constant("LayerCount")}};

                public int HeadCount => {{Constant("HeadCount")}};

                public int IntermediateSize => {{Constant("IntermediateSize")}};

                public ILoadedModel Load(string source) => new LoadedModel(Encoder.Load(source));
            }

            internal sealed class LoadedModel(Encoder encoder) : ILoadedModel{{string.Concat(features.Select(feature => ", " + feature.Interface))}}
            {
            {{string.Concat(features.Select(feature => feature.Members + "\n"))}}
                object ILoadedModel.Encoder => encoder;

                public void Dispose() => encoder.Dispose();
            }
            """;
    }

    private const string Tokenizer = """
            public BertGen.Text.Tokenizers.TextTokenizer Tokenizer => encoder.Tokenizer;

        """;

    private const string Forward = """
            public Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
                encoder.Forward(inputIds, default, tokenTypeIds, attentionMask);

        """;

    private const string EmbedTokens = """
            public Tensor<float>[] EmbedTokens(ReadOnlySpan<string> texts, EmbedCall call) => encoder.EmbedTokens(Options(call), texts);

        """;

    private const string NoTokens = """
            public Tensor<float>[] EmbedTokens(ReadOnlySpan<string> texts, EmbedCall call) => throw new ArgumentException("Vectors of pieces are those of an encoder, and the model has none.");

        """;

    private const string Embed = """
            public Tensor<float> Embed(ReadOnlySpan<string> texts, EmbedCall call) => encoder.Embed(Options(call), texts);

            public Tensor<float> Similarity(Tensor<float> left, Tensor<float> right) => encoder.Similarity(left, right);

        """;

    private const string Texts = """
        public int[][] Tokenize(ReadOnlySpan<string> texts, EmbedCall call)
            {
                using PieceBuffer pieces = encoder.Tokenize(Options(call), texts);
                int[][] rows = new int[pieces.RowCount][];
                int start = 0;
                for (int row = 0; row < rows.Length; row++)
                {
                    rows[row] = pieces.Ids[start..pieces.RowEnds[row]].ToArray();
                    start = pieces.RowEnds[row];
                }

                return rows;
            }

            private static BertGen.EmbedOptions<Encoder> Options(EmbedCall call) => new()
            {
                Prompt = call.Prompt is { } prompt ? new BertGen.BertPrompt<Encoder>(prompt) : null,
                Role = call.Role,
                Dimensions = call.Dimensions,
                Normalize = call.Normalize,
            MaxActive = call.MaxActive,
            };

        """;

    private const string ClassifyTokens = """
            public System.Collections.Generic.IReadOnlyList<string> LabelNames => Encoder.LabelNames;

            public Tensor<float> ClassifyTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
                encoder.ClassifyTokens(inputIds, default, tokenTypeIds, attentionMask);

            public BertGen.PieceLogits[] ClassifyPieces(ReadOnlySpan<string> texts) => encoder.ClassifyPieces(texts);

            public System.Collections.Generic.IReadOnlyList<BertGen.LabeledSpan>[] ClassifyTokens(BertGen.TokenAggregation aggregation, ReadOnlySpan<string> texts) => encoder.ClassifyTokens(aggregation, texts);

        """;

    private const string Predict = """
            public Tensor<float> PredictTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
                encoder.PredictTokens(inputIds, default, tokenTypeIds, attentionMask);

        """;

    private const string Sparse = """
            public BertGen.Vectors.SparseVector[] EmbedSparse(ReadOnlySpan<string> texts, EmbedCall call) => encoder.EmbedSparse(Options(call), texts);

            public Tensor<float> SparseSimilarity(ReadOnlySpan<BertGen.Vectors.SparseVector> left, ReadOnlySpan<BertGen.Vectors.SparseVector> right) => encoder.Similarity(left, right);

        """;

    private const string MultiVector = """
            public Tensor<float>[] EmbedMultiVector(ReadOnlySpan<string> texts, EmbedCall call) => encoder.EmbedMultiVector(Options(call), texts);

            public Tensor<float> MaxSim(ReadOnlySpan<Tensor<float>> queries, ReadOnlySpan<Tensor<float>> documents) => encoder.MaxSim(queries, documents);

        """;

    private const string Classify = """
            public System.Collections.Generic.IReadOnlyList<string> LabelNames => Encoder.LabelNames;

            public Tensor<float> Classify(ReadOnlySpan<string> texts) => encoder.Classify(texts);

            public Tensor<float> Score(ReadOnlySpan<string> firsts, ReadOnlySpan<string> seconds, ScoreCall call) => encoder.Score(
                new BertGen.ScoreOptions<Encoder>
                {
                    Prompt = call.Prompt is { } prompt ? new BertGen.BertPrompt<Encoder>(prompt) : null,
                    Function = call.Function,
                    Softmax = call.Softmax,
                },
                firsts,
                seconds);

        """;

    private const string ClassifyIds = """
            public Tensor<float> Classify(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
                encoder.Classify(inputIds, tokenTypeIds, attentionMask);

        """;

    private const string Pool = """
            public Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
                encoder.Pool(inputIds, tokenTypeIds, attentionMask);

        """;
}
