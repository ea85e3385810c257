using System.Numerics.Tensors;
using BertGen.Text.Tokenizers;

namespace BertGen.Tool.Compiling;

/// <summary>
/// A compiled class that the tool knows nothing of. A source that is compiled along with the class implements it
/// (<see cref="AdapterSource"/>), and one interface below for everything that the class has.
/// </summary>
internal interface ICompiledModel
{
    /// <summary>The numbers of the model.</summary>
    BertModelInfo Info { get; }

    /// <summary>Loads the weights.</summary>
    /// <param name="source">Where they are, as <c>Load</c> of a compiled class takes it.</param>
    ILoadedModel Load(string source);
}

/// <summary>A model with its weights.</summary>
internal interface ILoadedModel : IDisposable
{
    /// <summary>Vectors of pieces, (batch, pieces, width).</summary>
    Tensor<float> Forward(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds);
}

/// <summary>A model that makes one vector of a text.</summary>
internal interface IEmbeddingModel
{
    /// <summary>The tokenizer of its folder.</summary>
    TextTokenizer Tokenizer { get; }

    /// <summary>The prompt of a name; null where its folder has none.</summary>
    string? FindPrompt(string name);

    /// <summary>One vector for each text, (texts, width).</summary>
    Tensor<float> Embed(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>The vectors of the pieces of each text, (pieces, width).</summary>
    Tensor<float>[] EmbedTokens(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>The ids of each text as it is embedded.</summary>
    int[][] Tokenize(ReadOnlySpan<string> texts, EmbedCall call);

    /// <summary>Compares vectors by the function that the folder names.</summary>
    Tensor<float> Similarity(Tensor<float> left, Tensor<float> right);
}

/// <summary>How texts are embedded.</summary>
/// <param name="Prompt">What stands before every text; null for what the folder says.</param>
/// <param name="Role">What the texts are.</param>
/// <param name="Dimensions">How many components are kept; null for what was compiled.</param>
/// <param name="Normalize">Whether vectors are scaled to length 1 at the end.</param>
internal sealed record EmbedCall(string? Prompt, EmbedRole Role, int? Dimensions, bool Normalize);

/// <summary>A model with a pooler.</summary>
internal interface IPoolerModel
{
    /// <summary>The pooler's vector of each row of ids, (batch, width).</summary>
    Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds);
}
