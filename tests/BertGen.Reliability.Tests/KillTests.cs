using System.Numerics.Tensors;
using BertGen.Hub;
using BertGen.Hub.Tests.Harness;
using BertGen.Reliability.Tests.Harness;
using BertGen.Tests.Checkpoints;
using BertGen.Training;
using Xunit.Abstractions;

namespace BertGen.Reliability.Tests;

/// <summary>
/// Processes that are killed at random moments while they save and fetch. What lies in its place is whole and no older than what was
/// reported, and the next run works and leaves nothing beside it.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int LongestLife = 120;

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(Budget.Seed);

    private static Tensor<int> Ids => Tensor.Create([3, 1, 4, 1, 5, 9], [1, 6]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AKilledSaveLeavesTheOldModelOrTheNewOne()
    {
        string target = _folder.File("saved");
        using Model original = Model.Load(Model.Folder);
        for (int i = 0; i < Budget.KillsPerWork; i++)
        {
            int reported = Kill("save", target);
            using (Model saved = Model.Load(target, cache: false))
            {
                int found = (int)saved.ScalarMix.Gamma;
                Assert.InRange(found, reported, reported + 1);
                original.ScalarMix.Gamma = found;
                Assert.Equal(Values(original), Values(saved));
            }

            Assert.Equal(["config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt"], Names(target));
            original.Save(target, overwrite: true);
            Assert.Equal(["saved"], Names(_folder.Path));
        }
    }

    [Fact]
    public void AKilledTrainingLeavesTheOldStateOrTheNewOne()
    {
        string file = _folder.File("state.safetensors");
        (TrainingState state, Parameter parameter) = Work.State();
        for (int i = 0; i < Budget.KillsPerWork; i++)
        {
            int reported = Kill("state", file);
            Assert.True(state.TryLoad(file));
            int found = (int)parameter.Value[0];
            Assert.InRange(found, reported, reported + 1);
            Assert.False(parameter.Value.ContainsAnyExcept((float)found));
            Assert.Equal(["state.safetensors"], Names(_folder.Path));
        }
    }

    [Fact]
    public async Task AKilledDownloadLeavesWholeFilesAndIsContinued()
    {
        using var hub = new FakeHub();
        string cache = _folder.File("hub");
        for (int i = 0; i < Budget.KillsPerWork; i++)
        {
            Kill("fetch", hub.Server.Address.AbsoluteUri, cache);
            AssertWhole(hub, cache);
            HubSnapshot snapshot = await HubModel.DownloadAsync(FakeHub.Model, settings: Work.Settings(hub.Server.Address, cache));
            foreach ((string name, byte[] content) in hub.Files)
            {
                Assert.Equal(content, File.ReadAllBytes(Path.Combine(snapshot.Folder, name)));
            }

            AssertWhole(hub, cache);
            string model = Path.Combine(cache, "models--org--model");
            Assert.Equal([.. hub.Files.Select(file => FakeHub.TagOf(file.Key, file.Value)).Order(StringComparer.Ordinal)], Names(Path.Combine(model, "blobs")));
            Assert.Equal([.. hub.Files.Keys.Order(StringComparer.Ordinal)], Names(snapshot.Folder));
            Assert.Equal(["main"], Names(Path.Combine(model, "refs")));
            Directory.Delete(cache, recursive: true);
        }
    }

    private static void AssertWhole(FakeHub hub, string cache)
    {
        string model = Path.Combine(cache, "models--org--model");
        if (!Directory.Exists(model))
        {
            return;
        }

        foreach ((string name, byte[] content) in hub.Files)
        {
            string blob = Path.Combine(model, "blobs", FakeHub.TagOf(name, content));
            string link = Path.Combine(model, "snapshots", hub.Commit, name);
            foreach (string path in new[] { blob, link }.Where(File.Exists))
            {
                Assert.Equal(content, File.ReadAllBytes(path));
            }
        }
    }

    private static string[] Names(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    private static float[] Values(Model model)
    {
        Tensor<float> result = model.Forward(Ids);
        float[] values = new float[result.FlattenedLength];
        result.FlattenTo(values);
        return values;
    }

    private int Kill(params string[] work)
    {
        using Child child = Child.Start(work);
        TimeSpan life = TimeSpan.FromMilliseconds(LongestLife * _random.NextDouble());
        int reported = child.KillAfter(life);
        output.WriteLine($"{work[0]}: {reported} steps reported, killed {life.TotalMilliseconds:f1} ms after the first (seed {Budget.Seed}).");
        return reported;
    }
}
