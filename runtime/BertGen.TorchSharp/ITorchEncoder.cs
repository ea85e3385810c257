using TorchSharp;

namespace BertGen.Torch;

/// <summary>What a class that was compiled for TorchSharp gives the runtime.</summary>
public interface ITorchEncoder
{
    /// <summary>The numbers of the model and of its options.</summary>
    BertModelInfo Model { get; }

    /// <summary>How products are computed.</summary>
    BertPrecision Precision { get; }

    /// <summary>The table of words, which tells the device and the type of all weights.</summary>
    TableModule Words { get; }

    /// <summary>Computes the vectors of a batch.</summary>
    /// <param name="batch">The pieces, without padding.</param>
    /// <returns>The vectors that the result needs, [<see cref="TorchBatch.WantedCount"/>, hidden size].</returns>
    torch.Tensor Encode(TorchBatch batch);
}
