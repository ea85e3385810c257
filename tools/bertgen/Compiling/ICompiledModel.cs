using System.Numerics.Tensors;
using BertGen.Engine.Pipeline;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Tool.Compiling;

/// <summary>
/// A compiled class that the tool knows nothing of. A source that is compiled along with the class implements it
/// (<see cref="AdapterSource"/>), and one interface below for everything that the class has.
/// </summary>
internal interface ICompiledModel
{
    /// <summary>The numbers of the model.</summary>
    BertModelInfo Info { get; }

    /// <summary>Number of layers.</summary>
    int LayerCount { get; }

    /// <summary>Attention heads of a layer.</summary>
    int HeadCount { get; }

    /// <summary>Width between the two products behind the attention.</summary>
    int IntermediateSize { get; }

    /// <summary>Loads the weights.</summary>
    /// <param name="source">Where they are, as <c>Load</c> of a compiled class takes it.</param>
    ILoadedModel Load(string source);
}

/// <summary>A model with its weights.</summary>
internal interface ILoadedModel : IDisposable
{
    /// <summary>The compiled class itself, with the interfaces of the library that it has.</summary>
    object Encoder { get; }
}

/// <summary>A model with an encoder.</summary>
internal interface IEncoderModel
{
    /// <summary>Vectors of pieces, (batch, pieces, width).</summary>
    Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask);
}

/// <summary>A model that takes texts.</summary>
internal interface ITextModel
{
    /// <summary>The tokenizer of its folder.</summary>
    TextTokenizer Tokenizer { get; }
}

/// <summary>A model that makes vectors of texts, one or several.</summary>
internal interface ITextEmbeddingModel : ITextModel
{
    /// <summary>The ids of each text as it is embedded.</summary>
    int[][] Tokenize(ReadOnlySpan<string> texts, EmbedCall call);
}

/// <summary>A model that makes one sparse vector of a text.</summary>
internal interface ISparseModel : ITextEmbeddingModel
{
    /// <summary>One vector for each text.</summary>
    SparseVector[] EmbedSparse(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>Compares vectors by the function that the folder names.</summary>
    Tensor<float> SparseSimilarity(ReadOnlySpan<SparseVector> left, ReadOnlySpan<SparseVector> right);
}

/// <summary>A model that makes a vector for each piece of a text, to be compared piece by piece.</summary>
internal interface IMultiVectorModel : ITextEmbeddingModel
{
    /// <summary>The vectors of each text, (pieces that count, width).</summary>
    Tensor<float>[] EmbedMultiVector(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>Compares texts piece by piece, as the folder says.</summary>
    Tensor<float> MaxSim(ReadOnlySpan<Tensor<float>> queries, ReadOnlySpan<Tensor<float>> documents);
}

/// <summary>A model with a masked-language head.</summary>
internal interface IPredictorModel
{
    /// <summary>The logits of pieces, (batch, pieces, vocabulary).</summary>
    Tensor<float> PredictTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask);
}

/// <summary>A model that makes one vector of a text.</summary>
internal interface IEmbeddingModel : ITextEmbeddingModel
{
    /// <summary>One vector for each text, (texts, width).</summary>
    Tensor<float> Embed(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>The vectors of the pieces of each text, (pieces, width).</summary>
    Tensor<float>[] EmbedTokens(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>Compares vectors by the function that the folder names.</summary>
    Tensor<float> Similarity(Tensor<float> left, Tensor<float> right);
}

/// <summary>How texts are embedded.</summary>
/// <param name="Prompt">What stands before every text; null for what the folder says.</param>
/// <param name="Role">What the texts are.</param>
/// <param name="Dimensions">How many components are kept; null for what was compiled.</param>
/// <param name="Normalize">Whether vectors are scaled to length 1 at the end.</param>
/// <param name="MaxActive">How many entries of a sparse vector are kept; null for what was compiled.</param>
internal sealed record EmbedCall(string? Prompt, EmbedRole Role, int? Dimensions, bool Normalize, int? MaxActive = null);

/// <summary>A model with a pooler.</summary>
internal interface IPoolerModel
{
    /// <summary>The pooler's vector of each row, (batch, width).</summary>
    Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask);
}

/// <summary>A model with a classifier of pieces.</summary>
internal interface ITokenClassifierModel
{
    /// <summary>The labels by their numbers.</summary>
    IReadOnlyList<string> LabelNames { get; }

    /// <summary>The logits of pieces, (batch, pieces, labels).</summary>
    Tensor<float> ClassifyTokens(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask);

    /// <summary>The logits of the pieces of each text.</summary>
    PieceLogits[] ClassifyPieces(ReadOnlySpan<string> texts);

    /// <summary>The spans of each text.</summary>
    IReadOnlyList<LabeledSpan>[] ClassifyTokens(TokenAggregation aggregation, ReadOnlySpan<string> texts);
}

/// <summary>A model with a classifier of sequences.</summary>
internal interface IClassifierModel : ITextModel
{
    /// <summary>The labels by their numbers.</summary>
    IReadOnlyList<string> LabelNames { get; }

    /// <summary>The logits of texts, (texts, labels).</summary>
    Tensor<float> Classify(ReadOnlySpan<string> texts);

    /// <summary>The scores of pairs, (pairs) for one label, else (pairs, labels).</summary>
    Tensor<float> Score(ReadOnlySpan<string> firsts, ReadOnlySpan<string> seconds, ScoreCall call);
}

/// <summary>A model with a classifier of sequences that takes ids too.</summary>
internal interface IIdClassifierModel
{
    /// <summary>The logits of rows of ids, (batch, labels).</summary>
    Tensor<float> Classify(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask);
}

/// <summary>How pairs are scored.</summary>
/// <param name="Prompt">What stands before every first text; null for what the folder says.</param>
/// <param name="Function">What logits go through; null for what the folder says.</param>
/// <param name="Softmax">Whether the scores of a pair become shares of 1 then.</param>
internal sealed record ScoreCall(string? Prompt, DenseActivation? Function, bool Softmax);
