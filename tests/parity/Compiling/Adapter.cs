using Microsoft.CodeAnalysis;

namespace BertGen.Parity.Compiling;

/// <summary>The source that lets tests call an emitted class through <see cref="IParityEmbedder"/>.</summary>
internal static class Adapter
{
    public const string Namespace = "BertGen.Parity.Compiled";

    public const string Embedder = "Embedder";

    /// <summary>Full name of the type to make, an <see cref="IParityModel"/>.</summary>
    public const string Model = $"{Namespace}.Model";

    /// <summary>Writes the adapter; members that depend on options are there if the embedder has them.</summary>
    public static string For(INamedTypeSymbol embedder) => $$"""
        using System;
        using System.Numerics.Tensors;

        namespace {{Namespace}};

        /// <summary>Opens the compiled class.</summary>
        public sealed class Model : IParityModel
        {
            /// <inheritdoc/>
            public IParityEmbedder Load(string folder) => new Adapter({{Embedder}}.Load(folder), folder);
        }

        internal sealed class Adapter({{Embedder}} embedder, string folder) : IParityEmbedder
        {
            public Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds)
                => embedder.Forward(inputIds, offsets, tokenTypeIds);

            public Tensor<float> Forward(
                ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask)
                => embedder.Forward(inputIds, offsets, tokenTypeIds, attentionMask);

            public void Save(string saved) => embedder.Save(saved);

            public IndexedTexts Index(IndexerOptions options, params string[] texts)
            {
                BertInput<{{Embedder}}> input = {{Embedder}}.LoadIndexer(folder, options).Index(texts);
                return new IndexedTexts(
                    input.InputIds, input.Offsets, input.TokenTypeIds, input.Mask,
                    () => embedder.Forward(input), () => embedder.ForwardPieces(input));
            }

            public void Dispose() => embedder.Dispose();

            {{(Has(embedder, "MaxThreads") ? "public int MaxThreads { get => embedder.MaxThreads; set => embedder.MaxThreads = value; }" : "")}}

            {{(Has(embedder, "ScalarMix") ? SetMix : "")}}

            {{(Has(embedder, "Pool") ? "public Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds) => embedder.Pool(inputIds, tokenTypeIds);" : "")}}

            {{(Has(embedder, "Pool") ? "public Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) => embedder.Pool(inputIds, tokenTypeIds, attentionMask);" : "")}}

            {{(Has(embedder, "Pool") ? "public Tensor<float> Pool(ReadOnlyTensorSpan<float> tokens) => embedder.Pool(tokens);" : "")}}

            {{(Has(embedder, "Train") ? Training : "")}}

            {{(Has(embedder, "TrainClassify") ? ClassifierTraining("TrainClassify", "inputIds, tokenTypeIds, attentionMask") : "")}}

            {{(Has(embedder, "TrainClassifyTokens") ? ClassifierTraining("TrainClassifyTokens", "inputIds, default, tokenTypeIds, attentionMask") : "")}}

            {{(Has(embedder, "classify") ? TorchClassifierTraining("TrainClassify", "embedder.classify") : "")}}

            {{(Has(embedder, "classifyTokens") ? TorchClassifierTraining("TrainClassifyTokens", "(ids, types, mask) => embedder.classifyTokens(ids, null, types, mask)") : "")}}

            {{(Has(embedder, "TrainPool") ? PoolerTraining : "")}}

            {{(Has(embedder, "forward") ? TorchTraining : "")}}

            {{(Has(embedder, "Pooler") ? TorchPoolerTraining : "")}}

            {{(TakesIds(embedder, "Classify") ? Classification : "")}}

            {{(Has(embedder, "Score") ? "public Tensor<float> Score(string[] firsts, string[] seconds) => embedder.Score((ReadOnlySpan<string>)firsts, seconds);" : "")}}

            {{(Has(embedder, "PredictTokens") ? Prediction : "")}}

            {{(Has(embedder, "EmbedSparse") ? "public BertGen.Vectors.SparseVector[] EmbedSparse(EmbedRole role, params ReadOnlySpan<string> texts) => embedder.EmbedSparse(new EmbedOptions<Embedder> { Role = role }, texts);" : "")}}

            {{(Has(embedder, "EmbedMultiVector") ? "public Tensor<float>[] EmbedMultiVector(EmbedRole role, params ReadOnlySpan<string> texts) => embedder.EmbedMultiVector(new EmbedOptions<Embedder> { Role = role }, texts);" : "")}}

            {{(Has(embedder, "ClassifyTokens") ? TokenClassification : "")}}

            {{(Has(embedder, "Rank") ? "public System.Collections.Generic.IReadOnlyList<RankedText> Rank(string query, string[] documents) => embedder.Rank(query, documents);" : "")}}

            {{(Has(embedder, "Embed") ? "public Tensor<float> Embed(params ReadOnlySpan<string> texts) => embedder.Embed(texts);" : "")}}
        }
        """;

    private const string Prediction = """
        public Tensor<float> PredictTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
            embedder.PredictTokens(inputIds, default, tokenTypeIds, attentionMask);
        """;

    private const string TokenClassification = """
        public System.Collections.Generic.IReadOnlyList<LabeledSpan>[] ClassifyTokens(TokenAggregation aggregation, params ReadOnlySpan<string> texts) => embedder.ClassifyTokens(aggregation, texts);

        public Tensor<float> ClassifyTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
            embedder.ClassifyTokens(inputIds, default, tokenTypeIds, attentionMask);
        """;

    private const string Classification = """
        public Tensor<float> Classify(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
            embedder.Classify(inputIds, tokenTypeIds, attentionMask);
        """;

    private const string Training = """
        public System.Collections.Generic.IReadOnlyCollection<string> TrainedNames => [.. System.Linq.Enumerable.Select(embedder.Parameters, parameter => parameter.Name)];

        public Tensor<float> Train(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlySpan<float> cotangent)
        {
            embedder.Dropout.IsEnabled = false;
            using BertGen.Training.TrainingStep step = embedder.Train(inputIds, offsets, tokenTypeIds);
            step.Backward(new ReadOnlyTensorSpan<float>(cotangent, step.Output.Lengths));
            return step.Output;
        }

        public Tensor<float> Train(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, ReadOnlySpan<float> cotangent)
        {
            embedder.Dropout.IsEnabled = false;
            using BertGen.Training.TrainingStep step = embedder.Train(inputIds, offsets, tokenTypeIds, attentionMask);
            step.Backward(new ReadOnlyTensorSpan<float>(cotangent, step.Output.Lengths));
            return step.Output;
        }

        public float[] Gradient(string name) => embedder.Parameters[name].Gradient.ToArray();
        """;

    private const string TorchTraining = """
        public System.Collections.Generic.IReadOnlyCollection<string> TrainedNames => TorchSteps.TrainedNames(embedder);

        public Tensor<float> Train(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlySpan<float> cotangent) =>
            TorchSteps.Train(embedder, inputIds, offsets, tokenTypeIds, cotangent);

        public Tensor<float> Train(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, ReadOnlySpan<float> cotangent) =>
            TorchSteps.Train((ids, types, mask) => embedder.forward(ids, null, types, mask!), inputIds, tokenTypeIds, attentionMask, cotangent);

        public float[] Gradient(string name) => TorchSteps.Gradient(embedder, name);
        """;

    private static string ClassifierTraining(string name, string arguments) => $$"""
        public Tensor<float> {{name}}(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, ReadOnlySpan<float> cotangent)
        {
            embedder.Dropout.IsEnabled = false;
            using BertGen.Training.TrainingStep step = embedder.{{name}}({{arguments}});
            step.Backward(new ReadOnlyTensorSpan<float>(cotangent, step.Output.Lengths));
            return step.Output;
        }
        """;

    private static string TorchClassifierTraining(string name, string call) => $$"""
        public Tensor<float> {{name}}(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, ReadOnlySpan<float> cotangent) =>
            TorchSteps.Train({{call}}, inputIds, tokenTypeIds, attentionMask, cotangent);
        """;

    private const string TorchPoolerTraining = """
        public Tensor<float> TrainPool(ReadOnlyTensorSpan<float> tokens, ReadOnlySpan<float> cotangent) => TorchSteps.TrainPool(TorchSteps.Dense(embedder.Pooler), tokens, cotangent);
        """;

    private const string PoolerTraining = """
        public Tensor<float> TrainPool(ReadOnlyTensorSpan<float> tokens, ReadOnlySpan<float> cotangent)
        {
            using BertGen.Training.TrainingStep step = embedder.TrainPool(tokens);
            step.Backward(new ReadOnlyTensorSpan<float>(cotangent, step.Output.Lengths));
            return step.InputGradient!;
        }
        """;

    private const string SetMix = """
        public void SetMix(ReadOnlySpan<float> weights, float gamma)
        {
            for (int layer = 0; layer < weights.Length; layer++)
            {
                embedder.ScalarMix.Weights[layer] = weights[layer];
            }

            embedder.ScalarMix.Gamma = gamma;
        }
        """;

    // Modules behind an encoder classify texts alone.
    private static bool TakesIds(INamedTypeSymbol embedder, string member) =>
        embedder.GetMembers(member).OfType<IMethodSymbol>().Any(method => method.Parameters.Any(parameter => parameter.Name == "inputIds"));

    private static bool Has(INamedTypeSymbol embedder, string member) =>
        embedder.GetMembers(member).Any(found => found.DeclaredAccessibility == Accessibility.Public);
}
