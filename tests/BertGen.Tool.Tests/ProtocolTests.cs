using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>Lines in, lines out.</summary>
public sealed class ProtocolTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    [Fact]
    public async Task Answers_come_in_the_order_of_the_requests_with_their_ids()
    {
        PipeRun run = await compiled.RunAsync(
            """{"embed": ["a"], "id": "first"}""",
            """{"nothing": 1, "id": 1e400}""",
            """{"id": {"b": [null, "\u00e4"]}, "info": true}""",
            """{"embed": [], "id": null}""",
            """{"embed": []}""");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("first", run.Answers[0].GetProperty("id").GetString());
        Assert.Equal("1e400", run.Answers[1].GetProperty("id").GetRawText());
        Assert.Equal("BERT901", run.Answers[1].Code());
        Assert.Equal("""{"b": [null, "\u00e4"]}""", run.Answers[2].GetProperty("id").GetRawText());
        Assert.Equal("""{"vectors":[],"id":null}""", run.Answers[3].GetRawText());
        Assert.Equal("""{"vectors":[]}""", run.Answers[4].GetRawText());
    }

    [Theory]
    [InlineData("nonsense", "The line is no JSON object.")]
    [InlineData("""{"embed": ["a"]""", "The line is no JSON object.")]
    [InlineData("""{"embed": ["a"], "embed": ["b"]}""", "The line is no JSON object.")]
    [InlineData("""["embed"]""", "kind Array; expected an object")]
    [InlineData("null", "kind Null; expected an object")]
    [InlineData("""{"\ud800": 1}""", "half of a surrogate pair")]
    [InlineData("""{"forward": {"ids": [], "\udc00": 1}}""", "half of a surrogate pair")]
    public async Task A_line_that_is_no_object_says_so(string line, string message)
    {
        JsonElement answer = await AskAsync(line);

        Assert.Equal("BERT900", answer.Code());
        Assert.Contains(message, answer.Error());
    }

    [Theory]
    [InlineData("{}", "The request says nothing of what is asked for; expected one of embed,")]
    [InlineData("""{"embd": ["a"]}""", "says nothing of what is asked for")]
    [InlineData("""{"embed": ["a"], "info": true}""", "has both 'embed' and 'info'")]
    [InlineData("""{"embed": ["a"], "norm": true}""", "'embed' has no member 'norm'; it may have ")]
    [InlineData("""{"embed": "a"}""", """'embed' is "a"; expected an array of texts.""")]
    [InlineData("""{"embed": null}""", "'embed' is missing; expected a value.")]
    [InlineData("""{"embed": ["a", 7]}""", "'embed[1]' is 7; expected a text.")]
    [InlineData("""{"embed": ["a", null]}""", "'embed[1]' is null; expected a text.")]
    [InlineData("""{"embed": ["a", ["b"]]}""", "'embed[1]' is an array of 1; expected a text.")]
    [InlineData("""{"embed": ["\ud83d"]}""", "'embed[0]' has half of a surrogate pair")]
    [InlineData("""{"embed": ["a"], "dimensions": 2.5}""", "'dimensions' is 2.5; expected a whole number.")]
    [InlineData("""{"embed": ["a"], "dimensions": 1e10}""", "'dimensions' is 1e10; expected a whole number.")]
    [InlineData("""{"embed": ["a"], "normalize": "yes"}""", """'normalize' is "yes"; expected true or false.""")]
    [InlineData("""{"embed": ["a"], "quantize": "int4"}""", """'quantize' is "int4"; expected one of int8, uint8, binary, ubinary.""")]
    [InlineData("""{"embed": ["a"], "quantize": "int8"}""", "'quantize' int8 needs 'ranges'")]
    [InlineData("""{"embed": ["a"], "quantize": "binary", "ranges": [[1], [2]]}""", "'ranges' is for 'quantize' int8 and uint8.")]
    [InlineData("""{"embed": ["a"], "quantize": "int8", "ranges": [[1]]}""", "'ranges' has 1 items; expected two arrays of numbers")]
    [InlineData("""{"embed": ["a"], "quantize": "int8", "ranges": [[1], ["x"]]}""", """'ranges[1][0]' is "x"; expected a number.""")]
    [InlineData("""{"embed": ["a"], "quantize": "int8", "ranges": [[1], [1e39]]}""", "'ranges[1][0]' is 1e39; expected a number.")]
    [InlineData("""{"similarity": [["a"]]}""", "'similarity' has 1 items; expected two arrays of texts.")]
    [InlineData("""{"similarity": [["a"], ["b", "c"]], "pairwise": true}""", "'pairwise' compares 1 texts with 2")]
    [InlineData("""{"similarity": [["a"], ["b"]], "function": "maxsim"}""", "expected one of cosine, dot, euclidean, manhattan.")]
    [InlineData("""{"forward": [[2, 3]]}""", "'forward' is an array of 1; expected an object with ids, mask, types.")]
    [InlineData("""{"forward": {"ids": [[2]], "masks": [[1]]}}""", "'forward' has the member 'masks'; expected ids, mask, types.")]
    [InlineData("""{"forward": {"ids": [[2, 3]], "types": [[0]]}}""", "'types' has rows of other lengths than 'ids'.")]
    [InlineData("""{"info": false}""", "'info' is false; expected true.")]
    public async Task A_request_that_is_none_says_what_was_expected(string line, string message)
    {
        JsonElement answer = await AskAsync(line);

        Assert.Equal("BERT901", answer.Code());
        Assert.Contains(message, answer.Error());
    }

    [Theory]
    [InlineData("""{"forward": {"ids": [[2, 9000]]}}""", "inputIds[0, 1] is 9000; expected 0 to 8999.")]
    [InlineData("""{"forward": {"ids": [[2, 3]], "types": [[0, 2]]}}""", "tokenTypeIds[0, 1] is 2; expected 0 to 1.")]
    [InlineData("""{"embed": ["a"], "quantize": "int8", "ranges": [[1], [2]]}""", "ranges for 192 components; found 1.")]
    public async Task What_the_model_does_not_take_is_an_error(string line, string message)
    {
        JsonElement answer = await AskAsync(line);

        Assert.Equal("BERT904", answer.Code());
        Assert.EndsWith(message, answer.Error());
    }

    [Fact]
    public async Task Empty_lines_and_a_byte_order_mark_are_passed_over()
    {
        PipeRun run = await compiled.RunAsync("\uFEFF{\"embed\": []}", "", "  \t\r", "{\"embed\": []}\r");

        Assert.Equal(2, run.Answers.Length);
        Assert.All(run.Answers, answer => Assert.Equal("""{"vectors":[]}""", answer.GetRawText()));
    }

    [Fact]
    public async Task Nothing_but_ascii_is_written()
    {
        PipeRun run = await compiled.RunAsync("{\"nothing\": 1, \"id\": \"\u00e4\u2028\u0085\U0001F600\"}", """{"nothing": 1, "id": "\ud800"}""");

        Assert.All(run.Output, c => Assert.InRange(c, '\n', '~'));
        Assert.Equal("\u00e4\u2028\u0085\U0001F600", run.Answers[0].GetProperty("id").GetString());
        Assert.Equal("""
            "\ud800"
            """, run.Answers[1].GetProperty("id").GetRawText());
    }

    [Fact]
    public async Task A_line_may_be_longer_than_any_buffer()
    {
        string text = string.Join(' ', Enumerable.Repeat("a dog", 40_000));

        PipeRun run = await compiled.RunAsync("""{"embed": []}""", $$"""{"embed": ["{{text}}"], "dimensions": 2}""", """{"embed": []}""");

        Assert.Equal([0, 1, 0], run.Answers.Select(answer => answer.GetProperty("vectors").GetArrayLength()));
    }

    private async Task<JsonElement> AskAsync(string line) => (await compiled.RunAsync(line)).Answers.Single();
}
