using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Compiled;

/// <summary>What a call promises beside its numbers: disposal, errors, empty inputs.</summary>
public sealed class CallTests
{
    private static readonly string[] Texts = ["fear of heights", "a person who repairs water pipes", "the study of insects"];

    [Fact]
    public void ADisposedEmbedderSaysSo()
    {
        WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        model.Dispose();
        model.Dispose();
        var disposed = Assert.Throws<ObjectDisposedException>(() => model.Embed("anything"));
        Assert.Equal(model.GetType().FullName, disposed.ObjectName);
    }

    /// <summary>Whatever of it computes: here the pooled layer is not what <c>Forward</c> returns.</summary>
    [Fact]
    public void ADisposedEmbedderOfTwoComputationsNamesItself()
    {
        PlainWordNet model = PlainWordNet.Load(Models.WordNetMini);
        model.Dispose();
        string?[] names =
        [
            Assert.Throws<ObjectDisposedException>(() => model.Embed("anything")).ObjectName,
            Assert.Throws<ObjectDisposedException>(() => model.EmbedTokens("anything")).ObjectName,
            Assert.Throws<ObjectDisposedException>(() => model.Forward(new ReadOnlyTensorSpan<int>(new int[] { 2, 3 }, [1, 2]))).ObjectName,
        ];
        Assert.All(names, name => Assert.Equal(typeof(PlainWordNet).FullName, name));
    }

    /// <summary>The weights must outlive the calls that run when the embedder is disposed.</summary>
    [Fact]
    public async Task DisposingDuringCallsBreaksNone()
    {
        WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        float[] expected = Models.Values(model.Embed(Texts));
        using var started = new CountdownEvent(4);
        Task<int>[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                int calls = 0;
                try
                {
                    while (true)
                    {
                        Assert.Equal(expected, Models.Values(model.Embed(Texts)));
                        if (calls++ == 0)
                        {
                            started.Signal();
                        }
                    }
                }
                catch (ObjectDisposedException)
                {
                    return calls;
                }
            },
            TaskCreationOptions.LongRunning))];
        started.Wait();
        model.Dispose();
        Assert.All(await Task.WhenAll(callers), calls => Assert.True(calls > 0));
    }

    /// <summary>Threads share the rows of a product, or where these are few, its columns.</summary>
    [Fact]
    public void TheNumberOfThreadsChangesNoBit()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        using WordNetRounded rounded = WordNetRounded.Load(Models.WordNetMini);
        foreach ((int batch, int pieces) in new[] { (1, 7), (1, 40), (1, 300), (3, 60) })
        {
            Tensor<int> ids = Models.Ids(batch, pieces);
            (model.MaxThreads, rounded.MaxThreads) = (1, 1);
            float[] expected = Models.Values(model.Forward(ids)), expectedOfRounded = Models.Values(rounded.Forward(ids));
            for (int threads = 2; threads <= 5; threads++)
            {
                (model.MaxThreads, rounded.MaxThreads) = (threads, threads);
                Assert.Equal(expected, Models.Values(model.Forward(ids)));
                Assert.Equal(expectedOfRounded, Models.Values(rounded.Forward(ids)));
            }
        }
    }

    /// <summary>
    /// A caller that is interrupted in the middle of a call must not leave workers behind that write to memory which is
    /// no longer theirs; nor must they be missing afterwards.
    /// </summary>
    [Fact]
    public void InterruptingACallerBreaksNothing()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        model.MaxThreads = 2;
        Tensor<int> ids = Models.Ids(batch: 2, pieces: 60);
        float[] expected = Models.Values(model.Forward(ids));
        int wrong = 0, interrupted = 0;
        using var stop = new ManualResetEventSlim();
        var caller = new Thread(() =>
        {
            while (!stop.IsSet)
            {
                try
                {
                    wrong += Models.Values(model.Forward(ids)).AsSpan().SequenceEqual(expected) ? 0 : 1;
                    Thread.Sleep(0);
                }
                catch (ThreadInterruptedException)
                {
                    interrupted++;
                }
            }
        });
        caller.Start();
        for (int i = 0; i < 200; i++)
        {
            Thread.Sleep(5);
            caller.Interrupt();
        }

        stop.Set();
        caller.Join();
        Assert.Equal(0, wrong);
        Assert.True(interrupted > 0);
        Assert.Equal(expected, Models.Values(model.Forward(ids)));
    }

    [Fact]
    public void AResultThatNoArrayHoldsIsRefusedByItsShape()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        Tensor<int> ids = Tensor.Create(new int[12_000_000], [12_000_000, 1]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Forward(ids));
        Assert.Contains("(12000000, 1, 192)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongShapesAreNamed()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        ArgumentException rank = Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Create(new int[3], [3])));
        Assert.Contains("rank 2 or more; found (3)", rank.Message, StringComparison.Ordinal);
        ArgumentException types = Assert.Throws<ArgumentException>(() => model.Forward(Models.Ids(2, 3), default, Models.Ids(2, 4)));
        Assert.Equal("tokenTypeIds", types.ParamName);
        ArgumentException offsets = Assert.Throws<ArgumentException>(() => model.Forward(Models.Ids(2, 3), Models.Ids(3, 3)));
        Assert.Contains("(2, 3), but for the last axis; found (3, 3)", offsets.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OffsetsIntoRowsWithoutPiecesAreRefused()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => model.Forward(Tensor.CreateFromShape<int>([2, 0]), Tensor.CreateFromShape<int>([2, 1])));
        Assert.Contains("offsets[0, 0] is 0; there is no piece that it could name.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inputIds", 9000, "inputIds[1, 2] is 9000; expected 0 to 8999.")]
    [InlineData("inputIds", -1, "inputIds[1, 2] is -1; expected 0 to 8999.")]
    [InlineData("tokenTypeIds", 2, "tokenTypeIds[1, 2] is 2; expected 0 to 1.")]
    [InlineData("offsets", 3, "offsets[1, 2] is 3; expected 0 to 2.")]
    [InlineData("offsets", -3, "offsets[1, 2] is -3; expected 0 to 2.")]
    public void ValuesOutsideTheirRangeAreNamedWithTheirPlace(string name, int value, string message)
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        Tensor<int> ids = Models.Ids(2, 3), offsets = Tensor.Create(new int[6], [2, 3]), types = Tensor.Create(new int[6], [2, 3]);
        (name == "inputIds" ? ids : name == "offsets" ? offsets : types)[1, 2] = value;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Forward(ids, offsets, types));
        Assert.Equal(name, error.ParamName);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyInputsHaveEmptyResults()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        Assert.Equal([0, 5, 192], model.Forward(Tensor.Create(Array.Empty<int>(), [0, 5])).Lengths.ToArray());
        Assert.Equal([2, 0, 192], model.Forward(Tensor.Create(Array.Empty<int>(), [2, 0])).Lengths.ToArray());
        Assert.Equal([0, 192], model.Embed().Vectors.Lengths.ToArray());
        Assert.All(Models.Values(model.Forward(Tensor.Create(new int[6], [2, 3]))), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void SlicedTensorsAreReadThroughTheirStrides()
    {
        using WordNetMini model = WordNetMini.Load(Models.WordNetMini);
        Tensor<int> wide = Models.Ids(4, 12);
        float[] whole = Models.Values(model.Forward(Tensor.Create(wide.Slice(1..3, 2..9).ToDenseTensor().ToArray(), [2, 7])));
        Assert.Equal(whole, Models.Values(model.Forward(wide.AsReadOnlyTensorSpan().Slice(1..3, 2..9))));
    }

    [Fact]
    public void ALearnedMixIsReadFromTheCheckpointAndCanBeSet()
    {
        string folder = Directory.CreateTempSubdirectory("bertgen-mix").FullName;
        try
        {
            WithMix(folder, [0.5f, -1f, 2f], gamma: 1.5f);
            using WordNetMix trained = WordNetMix.Load(folder);
            Assert.Equal([0.5f, -1f, 2f], trained.ScalarMix.Weights.ToArray());
            Assert.Equal(1.5f, trained.ScalarMix.Gamma);

            using WordNetMix fresh = WordNetMix.Load(Models.WordNetMini);
            Assert.Equal([0f, 0f, 0f], fresh.ScalarMix.Weights.ToArray());
            Tensor<int> ids = Models.Ids(2, 9);
            float[] before = Models.Values(fresh.Forward(ids));
            fresh.ScalarMix.Weights = [0.5f, -1f, 2f];
            fresh.ScalarMix.Gamma = 1.5f;
            float[] after = Models.Values(fresh.Forward(ids));
            Assert.NotEqual(before, after);
            Assert.Equal(Models.Values(trained.Forward(ids)), after);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void WithMix(string folder, float[] weights, float gamma)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Models.WordNetMini);
        var writer = new SafetensorsWriter();
        foreach (TensorEntry entry in checkpoint.Tensors)
        {
            writer.Add(entry.Name, entry.Type, entry.Shape.AsSpan(), checkpoint.GetBytes(entry, 0, (int)entry.ByteLength).ToArray());
        }

        for (int layer = 0; layer < weights.Length; layer++)
        {
            writer.Add($"_scalar_mix.scalar_parameters.{layer}", [1], [weights[layer]]);
        }

        writer.Add("_scalar_mix.gamma", [1], [gamma]);
        writer.Save(Path.Combine(folder, "model.safetensors"));
    }
}
