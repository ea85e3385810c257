using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>The tool as other programs start it.</summary>
public sealed class PipeProcessTests : IDisposable
{
    private const string Request = """{"embed": ["a dog"], "id": 1}""";
    private const string Compiler = "Microsoft.CodeAnalysis.dll";

    private readonly PipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_request_is_answered_before_the_next_is_sent()
    {
        using var tool = new PipeProcess(_folder, PipeFolder.WordNetMini);

        string? first = await tool.AskAsync(Request);
        string? second = await tool.AskAsync("nonsense");
        string? third = await tool.AskAsync(Request);
        (int exitCode, string error) = await tool.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.Equal(192, JsonDocument.Parse(first!).RootElement.GetProperty("vectors")[0].GetArrayLength());
        Assert.Equal("BERT900", JsonDocument.Parse(second!).RootElement.Code());
        Assert.Equal(first, third);
    }

    [Fact]
    public async Task The_second_start_goes_without_the_compiler()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Nothing tells what another process has loaded.
        }

        using var first = new PipeProcess(_folder, PipeFolder.WordNetMini);
        string? compiled = await first.AskAsync(Request);
        using var second = new PipeProcess(_folder, PipeFolder.WordNetMini);
        string? kept = await second.AskAsync(Request);

        Assert.Contains(Compiler, first.LoadedFiles());
        Assert.DoesNotContain(Compiler, second.LoadedFiles());
        Assert.Contains("BertGen.dll", second.LoadedFiles());
        Assert.Equal(compiled, kept);
    }

    [Fact]
    public async Task Two_processes_that_begin_at_once_answer_alike()
    {
        using var one = new PipeProcess(_folder, PipeFolder.WordNetMini);
        using var other = new PipeProcess(_folder, PipeFolder.WordNetMini);

        string?[] answers = await Task.WhenAll(one.AskAsync(Request), other.AskAsync(Request));

        Assert.NotNull(answers[0]);
        Assert.Equal(answers[0], answers[1]);
        Assert.Single(_folder.Entries);
        Assert.Equal((0, ""), await one.EndAsync());
        Assert.Equal((0, ""), await other.EndAsync());
    }
}
