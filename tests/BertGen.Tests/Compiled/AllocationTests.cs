using System.Numerics.Tensors;

namespace BertGen.Tests.Compiled;

/// <summary>What a call allocates on all threads. Runs alone: what is counted is the whole process.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    /// <summary>A tensor object with its shape and strides, beside the array of its values.</summary>
    private const int TensorOverhead = 256;

    /// <summary>The indexer's few small objects; its arrays are pooled.</summary>
    private const int IndexerOverhead = 1024;

    private static readonly string[] Texts = ["fear of heights", "a person who repairs water pipes", "the study of insects"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ACallAllocatesItsResultAndNothingElse(int threads)
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        model.MaxThreads = threads;
        Tensor<int> ids = Models.Ids(batch: 20, pieces: 30);
        Tensor<int> offsets = Tensor.Create(new int[20 * 4], [20, 4]);
        Tensor<int> types = Tensor.Create(new int[20 * 30], [20, 30]);
        Assert.InRange(Allocated(threads, () => model.Forward(ids)), 0, (20 * 30 * WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead);
        Assert.InRange(Allocated(threads, () => model.Forward(ids, offsets, types)), 0, (20 * 4 * WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead);
        Assert.InRange(
            Allocated(threads, () => model.Embed(Texts)), 0, (Texts.Length * WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead + IndexerOverhead);
    }

    /// <summary>
    /// What a warm call allocates: on its own thread when it has but one, else in the process, and then the least of
    /// several, since the test runner works beside it.
    /// </summary>
    private static long Allocated(int threads, Action call)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 40; i++)
        {
            long before = Count();
            call();
            least = Math.Min(least, Count() - before);
        }

        return least;

        long Count() => threads == 1 ? GC.GetAllocatedBytesForCurrentThread() : GC.GetTotalAllocatedBytes(precise: true);
    }
}
