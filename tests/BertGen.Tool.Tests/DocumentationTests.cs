using System.Text.Json;
using BertGen.Tool.Pipe;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>The examples of <c>docs/pipe.md</c>, asked.</summary>
public sealed class DocumentationTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "pipe.md"));

    private static string[] Requests => [.. Page.Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..])];

    private static string[] Answers => [.. Page.Where(line => line.StartsWith("< ", StringComparison.Ordinal)).Select(line => line[2..])];

    [Fact]
    public async Task Every_example_is_answered_as_the_page_says()
    {
        PipeRun run = await compiled.RunAsync(Requests);

        Assert.Equal(Answers.Length, run.Answers.Length);
        for (int i = 0; i < Answers.Length; i++)
        {
            Json.AssertClose(JsonDocument.Parse(Answers[i]).RootElement, run.Answers[i], Requests[i]);
        }
    }

    [Fact]
    public void Every_kind_of_request_has_an_example_and_every_member_is_named() =>
        Assert.All(RequestKinds.All, kind =>
        {
            Assert.Contains(Requests, request => JsonDocument.Parse(request).RootElement.TryGetProperty(kind.Name, out _));
            Assert.All(kind.Members, member => Assert.Contains(Page, line => line.Contains($"`{member}`", StringComparison.Ordinal) || line.Contains($"\"{member}\"", StringComparison.Ordinal)));
        });

    [Fact]
    public void Every_code_is_explained() =>
        Assert.All(
            typeof(PipeCode).GetFields().Select(field => (string)field.GetRawConstantValue()!),
            code => Assert.Contains(Page, line => line.StartsWith($"| {code} |", StringComparison.Ordinal)));
}
