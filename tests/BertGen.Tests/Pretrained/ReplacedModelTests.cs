using BertGen.Checkpoints;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;
using BertGen.Text;

namespace BertGen.Tests.Pretrained;

/// <summary>Models whose files are written to, or replaced, while they are loaded.</summary>
public sealed class ReplacedModelTests : IDisposable
{
    private const int Loads = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly float[] _expected;

    public ReplacedModelTests()
    {
        using EndToEnd model = EndToEnd.Load(Models.EndToEnd, cache: false);
        _expected = Models.Values(model.Forward(Ids));
    }

    private static System.Numerics.Tensors.Tensor<int> Ids => System.Numerics.Tensors.Tensor.Create([3, 1, 4, 1, 5, 9, 2, 6], [2, 4]);

    public void Dispose() => _folder.Dispose();

    /// <summary>Somebody copies the weights again and again over themselves: what loads has the right weights, and the process lives.</summary>
    [Fact]
    public void AModelThatIsCopiedInPlaceLoadsRightOrNotAtAll()
    {
        Copy(Models.EndToEnd, _folder.File("model"));
        string weights = Path.Combine(_folder.File("model"), "model.safetensors");
        byte[] content = File.ReadAllBytes(weights);
        int loaded = 0, refused = 0;
        using (var stop = new CancellationTokenSource())
        {
            var writer = new Thread(() => CutAndCopy(weights, content, stop.Token));
            writer.Start();
            try
            {
                for (int i = 0; i < Loads; i++)
                {
                    _ = TryLoad(_folder.File("model")) ? loaded++ : refused++;
                }
            }
            finally
            {
                stop.Cancel();
                writer.Join();
            }
        }

        Assert.Equal(Loads, loaded + refused);
        Assert.True(refused > 0, "The writer never met a load.");
        Assert.True(TryLoad(_folder.File("model")));
    }

    /// <summary>A folder that is replaced by renaming is loaded whole, with the vocabulary that belongs to the weights, or the load says what happened.</summary>
    [Fact]
    public void AVocabularyOfAnotherModelIsNotTakenForTheOneBesideTheWeights()
    {
        Copy(Models.EndToEnd, _folder.File("model"));
        Copy(Models.EndToEnd, _folder.File("other"));
        string file = Path.Combine(_folder.File("other"), "model.safetensors");
        File.SetLastWriteTimeUtc(file, new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        PretrainedBertModel model = PretrainedBertModel.Find(_folder.File("model"));
        using (model.OpenCheckpoint(new ModelConfig { Architecture = "BertModel", Prefixes = [], Keys = [] }))
        {
            Assert.NotNull(model.LoadVocabulary());
            Directory.Move(_folder.File("model"), _folder.File("old"));
            Directory.Move(_folder.File("other"), _folder.File("model"));
            var error = Assert.Throws<CheckpointException>(() => model.LoadVocabulary());
            Assert.Contains("it was replaced while it was loaded", error.Message, StringComparison.Ordinal);
        }
    }

    private static void CutAndCopy(string file, byte[] content, CancellationToken stop)
    {
        var random = new Random(1);
        while (!stop.IsCancellationRequested)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.SetLength(random.Next(content.Length));
            Thread.Yield();
            for (int start = (int)stream.Length; start < content.Length; start += 1 << 16)
            {
                stream.Position = start;
                stream.Write(content, start, Math.Min(1 << 16, content.Length - start));
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private bool TryLoad(string folder)
    {
        try
        {
            using EndToEnd model = EndToEnd.Load(folder, cache: false);
            Assert.Equal(_expected, Models.Values(model.Forward(Ids)));
            return true;
        }
        catch (Exception e) when (e is CheckpointException or VocabularyException)
        {
            return false;
        }
    }
}
