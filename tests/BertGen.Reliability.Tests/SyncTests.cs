using BertGen.Hub.Tests.Harness;
using BertGen.Reliability.Tests.Harness;
using BertGen.Reliability.Tests.Seccomp;
using BertGen.Tests.Checkpoints;
using BertGen.Training;

namespace BertGen.Reliability.Tests;

/// <summary>The system says that the disk does not hold what was written: nothing is replaced, and the caller is told.</summary>
public sealed class SyncTests : IDisposable
{
    private const int InputOutputError = 5, NoSpace = 28;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FailingSyncTheory]
    [InlineData(InputOutputError)]
    [InlineData(NoSpace)]
    public void ASaveThatTheDiskDoesNotKeepIsAnErrorAndReplacesNothing(int error)
    {
        string target = _folder.File("saved");
        using (Model model = Model.Load(Model.Folder))
        {
            model.ScalarMix.Gamma = 1;
            model.Save(target);
        }

        AssertRefused(["save-once", target], error);
        using Model saved = Model.Load(target, cache: false);
        Assert.Equal(1f, saved.ScalarMix.Gamma);
        Assert.Equal([target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [FailingSyncTheory]
    [InlineData(InputOutputError)]
    [InlineData(NoSpace)]
    public void AStateThatTheDiskDoesNotKeepIsAnErrorAndReplacesNothing(int error)
    {
        string file = _folder.File("state");
        (TrainingState state, Parameter parameter) = Work.State();
        parameter.Value.Fill(1);
        state.Save(file);
        AssertRefused(["state-once", file], error);
        state.Load(file);
        Assert.False(parameter.Value.ContainsAnyExcept(1f));
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [FailingSyncTheory]
    [InlineData(InputOutputError)]
    [InlineData(NoSpace)]
    public void ADownloadThatTheDiskDoesNotKeepIsAnErrorAndGivesNothingItsName(int error)
    {
        using var hub = new FakeHub();
        string cache = _folder.File("hub");

        AssertRefused(["fetch-once", hub.Server.Address.AbsoluteUri, cache], error);

        string model = Path.Combine(cache, "models--org--model");
        Assert.All(Directory.GetFiles(Path.Combine(model, "blobs")), file => Assert.EndsWith(".incomplete", file, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(model, "refs")));
    }

    private static void AssertRefused(string[] work, int error)
    {
        (int exitCode, string output, string errors) = Child.Run(work, FailingSync.Path, $"{error}");
        Assert.True(exitCode == Work.Refused, $"{exitCode}: {output}{errors}");
        Assert.Contains("could not be brought to the disk: " + (error == NoSpace ? "No space left on device" : "Input/output error"), output, StringComparison.Ordinal);
    }
}
