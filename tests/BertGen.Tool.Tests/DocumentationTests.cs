using System.Text.Json;
using BertGen.Tool.Pipe;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>The examples of <c>docs/pipe.md</c>, asked.</summary>
public sealed class DocumentationTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "pipe.md"));

    private const string Command = "$ bertgen pipe tests/golden/";
    private const string Fence = "```";

    private static string[] Requests => [.. Examples().Select(example => example.Request)];

    [Fact]
    public async Task Every_example_is_answered_as_the_page_says()
    {
        foreach (IGrouping<string?, (string? Model, string Request, string Answer)> model in Examples().GroupBy(example => example.Model))
        {
            string[] requests = [.. model.Select(example => example.Request)];
            PipeRun run = model.Key is { } folder
                ? await compiled.Folder.RunAsync([Path.Combine(AppContext.BaseDirectory, folder)], requests)
                : await compiled.RunAsync(requests);
            Assert.All(model.Zip(run.Answers), pair => Json.AssertClose(JsonDocument.Parse(pair.First.Answer).RootElement, pair.Second, pair.First.Request));
            Assert.Equal(requests.Length, run.Answers.Length);
        }
    }

    /// <summary>Requests and their answers; the model is null for the sample model, else a folder that the block names.</summary>
    private static IEnumerable<(string? Model, string Request, string Answer)> Examples()
    {
        string? model = null;
        for (int line = 0; line < Page.Length; line++)
        {
            if (Page[line].StartsWith(Fence, StringComparison.Ordinal))
            {
                model = null;
            }
            else if (Page[line].StartsWith(Command, StringComparison.Ordinal))
            {
                model = Page[line][Command.Length..];
            }
            else if (Page[line].StartsWith("> ", StringComparison.Ordinal))
            {
                Assert.StartsWith("< ", Page[line + 1]);
                yield return (model, Page[line][2..], Page[line + 1][2..]);
            }
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
