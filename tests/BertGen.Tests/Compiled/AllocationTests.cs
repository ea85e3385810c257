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
        AssertAllocated((20 * 30 * WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead, threads, () => model.Forward(ids));
        AssertAllocated((20 * 4 * WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead, threads, () => model.Forward(ids, offsets, types));
        AssertAllocated((Texts.Length * WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead + IndexerOverhead, threads, () => model.Embed(Texts));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void ACallIntoGivenMemoryAllocatesNoVectors(int? dimensions)
    {
        // Every text has its place in two arrays, and one that is cut the few objects of its steps beside its vector of full length.
        const int count = 1024;
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        model.MaxThreads = 1;
        string[] texts = [.. Enumerable.Range(0, count).Select(i => Texts[i % Texts.Length])];
        float[] memory = new float[count * WordNetMini.HiddenSize];
        EmbedOptions options = new() { Dimensions = dimensions };
        int bytesOfText = dimensions is null ? 2 * IntPtr.Size : (WordNetMini.HiddenSize * sizeof(float)) + TensorOverhead;
        AssertAllocated((count * bytesOfText) + TensorOverhead + IndexerOverhead, 1, () => model.EmbedInto(texts, memory, options));
    }

    /// <summary>
    /// What a warm call allocates: on its own thread when it has but one, else in the process. The test runner works beside
    /// it, and on a busy machine in most calls, so one call that stays within the bytes is looked for.
    /// </summary>
    private static void AssertAllocated(long most, int threads, Action call)
    {
        const int WarmCalls = 40;
        const int Calls = 2000;
        long least = long.MaxValue;
        for (int i = 0; i < WarmCalls || (i < Calls && least > most); i++)
        {
            long before = Count();
            call();
            least = Math.Min(least, Count() - before);
        }

        Assert.InRange(least, 0, most);

        long Count() => threads == 1 ? GC.GetAllocatedBytesForCurrentThread() : GC.GetTotalAllocatedBytes(precise: true);
    }
}
