using System.Text.Json;
using BertGen.Tool.Pipe;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>What is compiled of the folders of other families where no option says it.</summary>
public sealed class FamilyFolderTests : IDisposable
{
    private readonly PipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A tensor of that name may be the pooler of the family, under a name of its own, or a part of a head.</summary>
    [Theory]
    [InlineData("albert-s", "last pooler")]
    [InlineData("albert-s-old", "last pooler")]
    [InlineData("nomic-seqcls3", "last logits")]
    [InlineData("eurobert-s", "last")]
    public async Task The_pooler_is_compiled_where_the_family_has_one(string name, string members)
    {
        PipeRun run = await _folder.RunAsync([Folder(name)], """{"forward": {"ids": [[5, 6, 7]]}}""");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(members, string.Join(' ', run.Answers.Single().Members()));
    }

    /// <summary>Angles end nowhere; the rows of a table do.</summary>
    [Fact]
    public async Task Rows_are_as_long_as_there_are_positions()
    {
        string request = $$$"""{"forward": {"ids": [[{{{string.Join(", ", Enumerable.Repeat(7, 700))}}}], [7, 8]]}}""";

        JsonElement angles = await _folder.AskAsync(Folder("eurobert-s"), request);
        JsonElement table = await _folder.AskAsync(Folder("albert-s"), request);

        Assert.Equal(702, angles.GetProperty("last").GetArrayLength());
        Assert.Equal(PipeCode.NotTaken, table.Code());
    }

    /// <summary>A family may have classifiers that are not compiled: the model is its encoder then, and says so when it is asked for scores.</summary>
    [Fact]
    public async Task Scores_of_a_classifier_that_is_not_compiled_are_an_error()
    {
        string folder = _folder.Copy(Folder("qwen3-s"), "classifier");
        string config = Path.Combine(folder, "config.json");
        string changed = File.ReadAllText(config).Replace("Qwen3Model", "Qwen3ForSequenceClassification", StringComparison.Ordinal);
        Assert.Contains("Qwen3ForSequenceClassification", changed, StringComparison.Ordinal);
        File.WriteAllText(config, changed);

        PipeRun run = await _folder.RunAsync([folder], """{"score": [["a", "b"]]}""", """{"forward": {"ids": [[5, 6, 7]]}}""");

        Assert.Equal(PipeCode.NotInModel, run.Answers[0].Code());
        Assert.Contains("compiled for its family", run.Answers[0].Error(), StringComparison.Ordinal);
        Assert.Equal("last", string.Join(' ', run.Answers[1].Members()));
    }

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "families", name);
}
