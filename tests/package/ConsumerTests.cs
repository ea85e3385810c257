using System.Globalization;
using System.Text.Json;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>The package in projects that know nothing of this repository.</summary>
[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(PackedBertGen packed)
{
    private const float Tolerance = 1e-5f;

    private readonly RecordedModel _tiny = new();

    private static string WordNetMini => Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini");

    [Fact]
    public async Task AProgramEmbedsWithCompiledModels()
    {
        string folder = packed.Place("App");
        string app = Path.Combine(folder, "App");
        PlaceTinyModel(app);
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(folder, "wordnet-mini"));

        (await packed.BuildAsync(app)).Succeeded();
        CommandResult run = (await packed.RunAsync(app, [.. _tiny.InputIds.Select(id => id.ToString(CultureInfo.InvariantCulture))])).Succeeded();

        float[][] printed = [.. run.Lines.Select(Numbers)];
        Assert.Equal(2, printed.Length);
        AssertClose(_tiny.Output, printed[0]);
        AssertClose(RecordedSentence("fear of heights"), printed[1]);
    }

    [Fact]
    public async Task AProjectBehindALibraryCompilesModelsToo()
    {
        string folder = packed.Place("Library", "LibraryUser");
        string user = Path.Combine(folder, "LibraryUser");
        PlaceTinyModel(Path.Combine(folder, "Library"));
        PlaceTinyModel(user);

        (await packed.BuildAsync(user)).Succeeded();
        CommandResult run = (await packed.RunAsync(user)).Succeeded();

        Assert.Equal("8 2", run.Output.Trim());
    }

    [Fact]
    public async Task AMissingModelIsOneErrorAtItsAttribute()
    {
        string project = Path.Combine(packed.Place("MissingModel"), "MissingModel");

        CommandResult build = await packed.BuildAsync(project);

        Assert.NotEqual(0, build.ExitCode);
        BuildMessage message = Assert.Single(BuildMessage.Of(build));
        Assert.Equal(("Program.cs", "error", "BERT020"), (message.File, message.Severity, message.Id));
        string[] lines = File.ReadAllLines(Path.Combine(project, "Program.cs"));
        Assert.StartsWith("\"models/absent\"", lines[message.Line - 1][(message.Column - 1)..], StringComparison.Ordinal);
        Assert.Contains("<BertModel Include=\"models/absent\" />", message.Text, StringComparison.Ordinal);
    }

    private void PlaceTinyModel(string project) => PackedBertGen.CopyFolder(_tiny.Folder, Path.Combine(project, "models", "tiny"));

    private static float[] RecordedSentence(string text)
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(WordNetMini, "reference", "expected.json")));
        JsonElement item = expected.RootElement.GetProperty("items").EnumerateArray().First(item => item.GetProperty("text").GetString() == text);
        return [.. item.GetProperty("embedding_f32").EnumerateArray().Select(value => value.GetSingle())];
    }

    private static float[] Numbers(string line) => [.. line.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Zip(actual, (e, a) => MathF.Abs(e - a)).Max();
        Assert.True(largest <= Tolerance, $"The largest difference is {largest:g3}, above {Tolerance:g3}.");
    }
}
