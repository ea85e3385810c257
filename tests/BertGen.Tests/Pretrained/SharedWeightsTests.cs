using System.Diagnostics;
using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Sharing;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;
using BertGen.Text;
using Xunit.Abstractions;

namespace BertGen.Tests.Pretrained;

/// <summary>Embedders of one model hold its weights once. Runs alone: what is counted is the whole process.</summary>
[Collection(nameof(SharedWeightsTests))]
[CollectionDefinition(nameof(SharedWeightsTests), DisableParallelization = true)]
public sealed class SharedWeightsTests(ITestOutputHelper output)
{
    private static string WordNet => Models.WordNetMini;

    [Fact]
    public void TwoEmbeddersOfOneModelHoldTheWeightsOnce()
    {
        long before = PretrainedBertModel.WeightBytes;
        using WordNetMix first = WordNetMix.Load(WordNet);
        long one = PretrainedBertModel.WeightBytes - before;
        Assert.InRange(one, WordNetMix.VocabularySize * WordNetMix.HiddenSize * sizeof(float), 16 << 20);
        long packed = WeightCache.Shared.PackedCount;
        using WordNetMix second = WordNetMix.Load(WordNet);
        Assert.Equal(one, PretrainedBertModel.WeightBytes - before);
        Assert.Equal(packed, WeightCache.Shared.PackedCount);
    }

    /// <summary>What the process has, not what it says that it has.</summary>
    [Fact]
    public void ManyEmbeddersTakeTheMemoryOfOne()
    {
        const int Embedders = 30;
        long before = PretrainedBertModel.WeightBytes;
        using WordNetMini first = WordNetMini.Load(WordNet);
        long one = PretrainedBertModel.WeightBytes - before;
        long resident = Resident();
        WordNetMini[] others = [.. Enumerable.Range(1, Embedders).Select(_ => WordNetMini.Load(WordNet))];
        long growth = Resident() - resident;
        output.WriteLine($"weights {one:N0} bytes; {Embedders} more embedders took {growth:N0} bytes");
        Assert.InRange(growth, long.MinValue, Embedders * one / 4);
        Array.ForEach(others, model => model.Dispose());
    }

    [Fact]
    public void ClassesWithOtherPlansShareWhatTheyHaveInCommon()
    {
        using WordNetMix all = WordNetMix.Load(WordNet);
        long bytes = PretrainedBertModel.WeightBytes;
        using WordNetMini top = WordNetMini.Load(WordNet);
        using WordNetFirstLayer first = WordNetFirstLayer.Load(WordNet);
        Assert.Equal(bytes, PretrainedBertModel.WeightBytes);
    }

    [Fact]
    public void CopiesLinksAndOtherSpellingsAreTheSameModel()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(WordNet, "model.safetensors");
        File.Copy(file, folder.File("copy.safetensors"));
        File.CreateSymbolicLink(folder.File("link.safetensors"), file);
        Directory.CreateSymbolicLink(folder.File("folder"), WordNet);

        using WordNetMix original = WordNetMix.Load(WordNet);
        long bytes = PretrainedBertModel.WeightBytes, packed = WeightCache.Shared.PackedCount;
        using WordNetMix relative = WordNetMix.Load(Path.GetRelativePath(Environment.CurrentDirectory, WordNet));
        using WordNetMix linkedFile = WordNetMix.Load(folder.File("link.safetensors"));
        using WordNetMix linkedFolder = WordNetMix.Load(folder.File("folder"));
        Assert.Equal(packed, WeightCache.Shared.PackedCount);
        using WordNetMix copy = WordNetMix.Load(folder.File("copy.safetensors"));
        Assert.Equal(bytes, PretrainedBertModel.WeightBytes);
    }

    /// <summary>What is cached are tensors; epsilon is a constant in the class.</summary>
    [Fact]
    public void ModelsThatDifferInTheirConfigOnlyShareTensorsAndNotNumbers()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Models.EndToEnd, "model.safetensors"), folder.File("model.safetensors"));
        using EndToEnd one = EndToEnd.Load(Models.EndToEnd);
        long bytes = PretrainedBertModel.WeightBytes;
        using OtherEpsilon other = OtherEpsilon.Load(folder.Path);
        Assert.Equal(bytes, PretrainedBertModel.WeightBytes);
        Tensor<int> ids = Tensor.Create([2, 5, 7, 3], [1, 4]);
        Assert.NotEqual(Models.Values(one.Forward(ids)), Models.Values(other.Forward(ids)));
    }

    [Fact]
    public void AChangedFileIsNotTakenForWhatItWas()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("model.safetensors");
        File.Copy(Path.Combine(WordNet, "model.safetensors"), file);
        using WordNetMix before = WordNetMix.Load(file);
        Tensor<int> ids = Models.Ids(1, 5);

        // In place and of the same length: half of the last tensor turns to zero.
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.Seek(-100_000, SeekOrigin.End);
            stream.Write(new byte[100_000]);
        }

        using WordNetMix after = WordNetMix.Load(file);
        using WordNetMix alone = WordNetMix.Load(file, cache: false);
        float[] expected = Models.Values(alone.Forward(ids));
        Assert.Equal(expected, Models.Values(after.Forward(ids)));
        Assert.NotEqual(expected, Models.Values(before.Forward(ids)));
    }

    /// <summary>Two writes within one tick of the file system's clock: place, length and times are the same.</summary>
    [Fact]
    public void TheTimesOfAFileThatHasJustChangedAreNotTrusted()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("model.safetensors");
        DateTime now = DateTime.UtcNow;
        File.Copy(Path.Combine(Models.EndToEnd, "model.safetensors"), file);
        File.SetLastWriteTimeUtc(file, now);
        using EndToEnd before = EndToEnd.Load(file);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.Seek(-100_000, SeekOrigin.End);
            stream.Write(new byte[100_000]);
        }

        File.SetLastWriteTimeUtc(file, now);
        using EndToEnd after = EndToEnd.Load(file);
        Tensor<int> ids = Tensor.Create([2, 5, 7, 3], [1, 4]);
        Assert.NotEqual(Models.Values(before.Forward(ids)), Models.Values(after.Forward(ids)));
    }

    [Fact]
    public void WithoutTheCacheAnEmbedderHasItsOwn()
    {
        using WordNetMini shared = WordNetMini.Load(WordNet);
        long bytes = PretrainedBertModel.WeightBytes;
        (int, int) counts = WeightCache.Shared.Counts;
        using (WordNetMini own = WordNetMini.Load(WordNet, cache: false))
        {
            Assert.True(PretrainedBertModel.WeightBytes > bytes);
            Assert.Equal(counts, WeightCache.Shared.Counts);
            Assert.Equal(Models.Values(shared.Embed("one text")), Models.Values(own.Embed("one text")));
        }

        Assert.Equal(bytes, PretrainedBertModel.WeightBytes);
    }

    [Fact]
    public void TheLastOneFreesAndTheOthersGoOn()
    {
        long before = PretrainedBertModel.WeightBytes;
        WordNetMini first = WordNetMini.Load(WordNet);
        WordNetMini second = WordNetMini.Load(WordNet);
        float[] expected = Models.Values(first.Embed("one text"));
        first.Dispose();
        first.Dispose();
        Assert.Equal(expected, Models.Values(second.Embed("one text")));
        second.Dispose();
        Assert.Equal(before, PretrainedBertModel.WeightBytes);
    }

    [Fact]
    public void AFailedLoadLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(WordNet, "model.safetensors"), folder.File("model.safetensors"));
        File.WriteAllText(folder.File("vocab.txt"), "[PAD]\n");
        long bytes = PretrainedBertModel.WeightBytes;
        (int, int) counts = WeightCache.Shared.Counts;
        Assert.Throws<VocabularyException>(() => WordNetMini.Load(folder.Path));
        Assert.Throws<CheckpointException>(() => EndToEnd.Load(folder.Path));
        Assert.Throws<CheckpointException>(() => EndToEnd.Load(folder.File("absent")));
        Assert.Equal(bytes, PretrainedBertModel.WeightBytes);
        Assert.Equal(counts, WeightCache.Shared.Counts);
    }

    [Fact]
    public async Task LoadsAtTheSameTimePackOnce()
    {
        long before = PretrainedBertModel.WeightBytes, packedBefore = WeightCache.Shared.PackedCount;
        using (WordNetMix alone = WordNetMix.Load(WordNet))
        {
            Assert.True(WeightCache.Shared.PackedCount > packedBefore, "another test holds these weights");
        }

        long needed = WeightCache.Shared.PackedCount - packedBefore;
        using var start = new Barrier(4);
        WordNetMix[] models = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return WordNetMix.Load(WordNet);
            },
            TaskCreationOptions.LongRunning)));
        Assert.Equal(2 * needed, WeightCache.Shared.PackedCount - packedBefore);
        Tensor<int> ids = Models.Ids(1, 5);
        float[] expected = Models.Values(models[0].Forward(ids));
        Assert.All(models, model => Assert.Equal(expected, Models.Values(model.Forward(ids))));
        Array.ForEach(models, model => model.Dispose());
        Assert.Equal(before, PretrainedBertModel.WeightBytes);
    }

    /// <summary>An embedder that nobody disposed is released when it is collected.</summary>
    [Fact]
    public void ForgottenEmbeddersAreReleased()
    {
        long before = PretrainedBertModel.WeightBytes;
        Forget();
        for (int i = 0; i < 20 && PretrainedBertModel.WeightBytes > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(before, PretrainedBertModel.WeightBytes);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget() => WordNetMini.Load(WordNet);
    }

    private static long Resident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
