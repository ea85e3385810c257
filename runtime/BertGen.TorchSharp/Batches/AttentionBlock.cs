using TorchSharp;

namespace BertGen.Torch.Batches;

/// <summary>A bucket on the device.</summary>
/// <param name="FirstRow">Its first row, padding included.</param>
/// <param name="Count">Its sequences.</param>
/// <param name="Length">Pieces of each, padding included.</param>
/// <param name="Mask">What is added to the scores, [sequences, 1, 1, pieces]; null where nothing is padding.</param>
internal sealed record AttentionBlock(int FirstRow, int Count, int Length, torch.Tensor? Mask)
{
    /// <summary>As the original has it: far enough from any score to leave nothing after softmax, in every precision.</summary>
    public const float Excluded = -10_000f;

    public int RowCount => Count * Length;

    public static torch.Tensor MakeMask(torch.Tensor isPadding, LengthBucket bucket, torch.ScalarType type)
    {
        using torch.Tensor values = isPadding.to(type);
        using torch.Tensor shaped = values.view(bucket.Count, 1, 1, bucket.Length);
        using Scalar excluded = Excluded;
        return shaped.mul(excluded);
    }
}
