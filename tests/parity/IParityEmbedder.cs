using System.Numerics.Tensors;
using BertGen.Vectors;

namespace BertGen.Parity;

/// <summary>What the tests ask of a compiled class; the adapter compiled beside the class implements it.</summary>
public interface IParityEmbedder : IDisposable
{
    private const string NoThreads = "The class does not choose its threads.";

    private const string NotTrained = "The class was compiled without a backward pass.";

    private const string NoPooler = "The class was compiled without the pooler.";

    /// <summary>Threads of a call, where a class has a say in it.</summary>
    int MaxThreads { get => throw new NotSupportedException(NoThreads); set => throw new NotSupportedException(NoThreads); }

    /// <summary>Sets the learned mix.</summary>
    /// <param name="weights">One weight for each layer, before softmax.</param>
    /// <param name="gamma">The common factor.</param>
    void SetMix(ReadOnlySpan<float> weights, float gamma) => throw new NotSupportedException("The class was compiled without a learned mix.");

    Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets = default, ReadOnlyTensorSpan<int> tokenTypeIds = default);

    /// <summary>The same, where a mask says which pieces are there.</summary>
    Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask);

    /// <summary>Indexes texts with the class's own indexer.</summary>
    IndexedTexts Index(IndexerOptions options, params string[] texts);

    Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds = default) => throw new NotSupportedException(NoPooler);

    Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) => throw new NotSupportedException(NoPooler);

    Tensor<float> Pool(ReadOnlyTensorSpan<float> tokens) => throw new NotSupportedException(NoPooler);

    /// <summary>Names of the parameters that are trained, as in a state dict.</summary>
    IReadOnlyCollection<string> TrainedNames => throw new NotSupportedException(NotTrained);

    /// <summary>A training step without dropout, forward and backward; gradients are added up.</summary>
    Tensor<float> Train(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlySpan<float> cotangent) =>
        throw new NotSupportedException(NotTrained);

    /// <summary>The same, where a mask says which pieces are there.</summary>
    Tensor<float> Train(
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask,
        ReadOnlySpan<float> cotangent) => throw new NotSupportedException(NotTrained);

    /// <summary>A training step of a classifier of sequences, forward and backward.</summary>
    Tensor<float> TrainClassify(
        ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, ReadOnlySpan<float> cotangent) =>
        throw new NotSupportedException(NotTrained);

    /// <summary>A training step of a classifier of pieces, forward and backward.</summary>
    Tensor<float> TrainClassifyTokens(
        ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, ReadOnlySpan<float> cotangent) =>
        throw new NotSupportedException(NotTrained);

    /// <summary>A step of the pooler alone; returns the gradient of the vectors.</summary>
    Tensor<float> TrainPool(ReadOnlyTensorSpan<float> tokens, ReadOnlySpan<float> cotangent) => throw new NotSupportedException(NotTrained);

    /// <summary>The gradient of a parameter.</summary>
    float[] Gradient(string name) => throw new NotSupportedException(NotTrained);

    /// <summary>Saves the model.</summary>
    void Save(string folder);

    private const string NoClassifier = "The class was compiled without a classifier.";

    Tensor<float> ClassifyTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
        throw new NotSupportedException(NoClassifier);

    Tensor<float> PredictTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
        throw new NotSupportedException("The class was compiled without a masked-language head.");

    SparseVector[] EmbedSparse(EmbedRole role, params ReadOnlySpan<string> texts) => throw new NotSupportedException("The class was compiled without sparse vectors.");

    Tensor<float>[] EmbedMultiVector(EmbedRole role, params ReadOnlySpan<string> texts) => throw new NotSupportedException("The class was compiled without a vector for each piece.");

    IReadOnlyList<LabeledSpan>[] ClassifyTokens(TokenAggregation aggregation, params ReadOnlySpan<string> texts) => throw new NotSupportedException(NoClassifier);

    Tensor<float> Classify(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask) =>
        throw new NotSupportedException(NoClassifier);

    Tensor<float> Score(string[] firsts, string[] seconds) => throw new NotSupportedException(NoClassifier);

    IReadOnlyList<RankedText> Rank(string query, string[] documents) => throw new NotSupportedException("The classifier has more than one label.");

    Tensor<float> Embed(params ReadOnlySpan<string> texts) => throw new NotSupportedException("The class was compiled without sentence vectors.");
}

/// <summary>Opens a compiled class: the one type of a compiled assembly that is made by reflection.</summary>
public interface IParityModel
{
    IParityEmbedder Load(string folder);
}

/// <summary>Indexed texts, and the two ways to embed them.</summary>
public sealed record IndexedTexts(
    Tensor<int> InputIds,
    Tensor<int> Offsets,
    Tensor<int> TokenTypeIds,
    Tensor<int> Mask,
    Func<Tensor<float>> Words,
    Func<Tensor<float>> Pieces);
