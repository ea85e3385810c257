using System.Text.Json;
using BertGen.Tool.Quality;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>bertgen verify --quality</c>: a precision beside float32.</summary>
public sealed class QualityTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private PipeFolder Folder => compiled.Folder;

    [Fact]
    public async Task Int8_is_compared_on_the_texts_of_the_tool()
    {
        PipeRun run = await Folder.InvokeAsync(["verify", PipeFolder.WordNetMini, "--quality", "--json"]);
        JsonElement found = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((0, "Int8"), (run.ExitCode, found.GetProperty("precision").GetString()));
        Assert.InRange(found.GetProperty("texts").GetInt32(), 200, 300);
        Assert.InRange(found.GetProperty("smallest").GetDouble(), 0.98, 0.99999);
        Assert.InRange(found.GetProperty("mean").GetDouble(), 0.995, 0.999999);
        Assert.InRange(found.GetProperty("nearest").GetDouble(), 0.9, 1);
        Assert.True(found.GetProperty("smallest").GetDouble() <= found.GetProperty("percentile").GetDouble());
        Assert.Empty(found.GetProperty("below").EnumerateArray());
    }

    [Fact]
    public async Task Bounds_that_are_not_reached_fail()
    {
        string texts = Path.Combine(Folder.Root, "quality.txt");
        File.WriteAllLines(texts, Enumerable.Range(0, 12).Select(i => $"dog number {i * i}"));
        PipeRun same = await Folder.InvokeAsync(["verify", PipeFolder.WordNetMini, "--quality", "--precision", "float32", "--texts", texts, "--at-least", "smallest=0.9999999", "nearest=1"]);
        PipeRun below = await Folder.InvokeAsync(["verify", PipeFolder.WordNetMini, "--quality", "--precision", "int8", "--texts", texts, "--at-least", "mean=1", "smallest=0.9"]);
        Assert.Equal((0, 1), (same.ExitCode, below.ExitCode));
        Assert.Contains("Float32 beside Float32 on 12 texts", same.Output, StringComparison.Ordinal);
        Assert.Contains("ten nearest      100.0 % stay", same.Output, StringComparison.Ordinal);
        Assert.Contains("mean: expected 1 or more, found 0.99", below.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("smallest: expected", below.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_said()
    {
        string few = Path.Combine(Folder.Root, "few.txt");
        File.WriteAllLines(few, Enumerable.Repeat("a dog", 10));
        await AssertFailsAsync(1, "more than 10 texts", "--quality", "--texts", few);
        await AssertFailsAsync(1, "go with --quality", "--precision", "int8");
        await AssertFailsAsync(1, "go with --quality", "--at-least", "mean=1");
        await AssertFailsAsync(2, "such as smallest=0.997", "--quality", "--at-least", "median=1");
        await AssertFailsAsync(2, "BERT080", "--quality", "--precision", "bfloat16");
    }

    [Fact]
    public void Figures_are_those_of_plain_counting()
    {
        float[][] exact = [.. Enumerable.Range(0, 24).Select(i => new[] { MathF.Cos(i * 0.1f), MathF.Sin(i * 0.1f) })];
        float[][] turned = [.. exact.Select((vector, i) => i == 5 ? [vector[1], -vector[0]] : vector)];

        var same = QualityComparison.Of(exact, exact);
        var other = QualityComparison.Of(exact, turned);

        Assert.Equal(1, same.Smallest, 1e-9);
        Assert.Equal(1, same.Nearest);
        Assert.Equal(0, other.Smallest, 1e-6);
        Assert.Equal(23.0 / 24, other.Mean, 1e-6);
        Assert.InRange(other.Nearest, 0.8, 0.97);
    }

    private async Task AssertFailsAsync(int exitCode, string message, params string[] arguments)
    {
        PipeRun run = await Folder.InvokeAsync(["verify", PipeFolder.WordNetMini, .. arguments]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
