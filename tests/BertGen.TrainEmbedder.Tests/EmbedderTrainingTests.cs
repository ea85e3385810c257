using BertGen.Checkpoints;
using BertGen.Training;
using TrainingSamples;

namespace TrainEmbedder.Tests;

/// <summary>The training of the sample, on a few synsets and for a few steps.</summary>
public sealed class EmbedderTrainingTests : IDisposable
{
    private static readonly string ModelFolder = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    private static readonly Synset[] Synsets = [.. Enumerable.Range(0, 80).Select(i => new Synset(
        i % 8 == 0, "noun.animal", [$"word {(char)('a' + (i % 26))}", $"other {i}"], $"what is called {(char)('a' + (i % 26))} and is number {i}"))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATrainingThatIsKilledEndsWithTheModelOfOneThatIsNot()
    {
        using WordNetMini whole = Train("whole", stopAfter: null);
        Assert.Throws<OperationCanceledException>(() => Train("killed", stopAfter: 5));
        using WordNetMini resumed = Train("killed", stopAfter: null);
        foreach (Parameter parameter in whole.Parameters)
        {
            Assert.True(parameter.Value.SequenceEqual(resumed.Parameters[parameter.Name].Value), parameter.Name);
        }

        Assert.Equal(File.ReadAllText(_folder.File("whole/curve.csv")), File.ReadAllText(_folder.File("killed/curve.csv")));
    }

    [Fact]
    public void ATrainingDoesNotGoOnWithAnotherRecipe()
    {
        Train("one", stopAfter: null).Dispose();
        using WordNetMini model = WordNetMini.Load(ModelFolder);
        var error = Assert.Throws<CheckpointException>(
            () => new EmbedderTraining(SettingsFor("one") with { BatchSize = 10 }, model, Synsets).Run());
        Assert.Contains("6 steps of 10 pairs", error.Message, StringComparison.Ordinal);
    }

    private WordNetMini Train(string name, int? stopAfter)
    {
        WordNetMini model = WordNetMini.Load(ModelFolder);
        try
        {
            new EmbedderTraining(SettingsFor(name), model, Synsets) { AfterStep = steps => ThrowAfter(steps, stopAfter) }.Run();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void ThrowAfter(long steps, int? last)
    {
        if (steps == last)
        {
            throw new OperationCanceledException();
        }
    }

    private Settings SettingsFor(string name) => new()
    {
        ModelFolder = ModelFolder,
        OutputFolder = _folder.File(name),
        Steps = 6,
        BatchSize = 12,
        Seed = 3,
        StepsPerSave = 2,
        Evaluates = false,
        Threads = 2,
    };
}
