using System.Numerics.Tensors;

namespace BertGen;

/// <summary>
/// A batch of indexed texts, padded with zeros to the longest. It belongs to one compiled model: only that model's
/// indexer makes it, and only that model takes it.
/// </summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
public sealed class BertInput<TModel>
    where TModel : IBertModel<TModel>
{
    internal BertInput(Tensor<int> inputIds, Tensor<int> offsets, Tensor<int> tokenTypeIds, Tensor<int> mask)
    {
        InputIds = inputIds;
        Offsets = offsets;
        TokenTypeIds = tokenTypeIds;
        Mask = mask;
    }

    /// <summary>Word piece ids, shape <c>(batch, pieces)</c>; all windows of a text stand in its row.</summary>
    public Tensor<int> InputIds { get; }

    /// <summary>
    /// For each word the index of its last (or first) piece, shape <c>(batch, words)</c>. In a text of several windows
    /// it counts in the recombined sequence.
    /// </summary>
    public Tensor<int> Offsets { get; }

    /// <summary>Token type ids, shape <c>(batch, pieces)</c>.</summary>
    public Tensor<int> TokenTypeIds { get; }

    /// <summary>1 where a word is, 0 where padding is, shape <c>(batch, words)</c>.</summary>
    public Tensor<int> Mask { get; }
}
