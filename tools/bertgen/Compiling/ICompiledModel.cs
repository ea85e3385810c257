using System.Numerics.Tensors;

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

    /// <summary>Loads what turns text into ids.</summary>
    ITextIndexer LoadIndexer(string source);
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
    /// <summary>One vector for each text, (texts, width).</summary>
    Tensor<float> Embed(ReadOnlySpan<string> texts);
}

/// <summary>A model with a pooler.</summary>
internal interface IPoolerModel
{
    /// <summary>The pooler's vector of each row of ids, (batch, width).</summary>
    Tensor<float> Pool(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds);
}

/// <summary>Turns texts into ids.</summary>
internal interface ITextIndexer
{
    /// <summary>The ids of each text as <see cref="IEmbeddingModel.Embed"/> encodes it.</summary>
    int[][] Encode(ReadOnlySpan<string> texts);
}
