using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>Requests about the tokenizer of a folder.</summary>
public sealed class TokenizeTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private const int Cls = 2;
    private const int Sep = 3;

    [Fact]
    public async Task Texts_have_the_ids_that_are_embedded()
    {
        JsonElement embedded = await AskAsync("""{"embed": ["a dog", "a river bank"], "ids": true}""");

        JsonElement answer = await AskAsync("""{"tokenize": ["a dog", "a river bank"]}""");

        Assert.Equal(embedded.GetProperty("ids").GetRawText(), answer.GetProperty("ids").GetRawText());
        Assert.Equal("[[0,0,0,0],[0,0,0,0,0]]", answer.GetProperty("types").GetRawText());
        Assert.Equal("[[[0,0],[0,1],[2,5],[0,0]],[[0,0],[0,1],[2,7],[8,12],[0,0]]]", answer.GetProperty("offsets").GetRawText());
        Assert.Equal("[[1,0,0,1],[1,0,0,0,1]]", answer.GetProperty("specialMask").GetRawText());
    }

    [Fact]
    public async Task A_pair_has_two_types_and_offsets_in_each_text()
    {
        JsonElement answer = await AskAsync("""{"tokenize": [["a dog", "a bank"], "a dog"]}""");

        Assert.Equal("[[0,0,0,0,1,1,1],[0,0,0,0]]", answer.GetProperty("types").GetRawText());
        Assert.Equal("[[0,0],[0,1],[2,5],[0,0],[0,1],[2,6],[0,0]]", answer.GetProperty("offsets")[0].GetRawText());
        Assert.Equal("[1,0,0,1,0,0,1]", answer.GetProperty("specialMask")[0].GetRawText());
    }

    [Fact]
    public async Task Offsets_are_in_utf16_units_or_in_code_points()
    {
        JsonElement units = await AskAsync("""{"tokenize": [["\ud83d\ude00 dog", "\ud83d\ude00\ud83d\ude00 a"]]}""");
        JsonElement same = await AskAsync("""{"tokenize": [["\ud83d\ude00 dog", "\ud83d\ude00\ud83d\ude00 a"]], "unit": "utf16"}""");
        JsonElement codePoints = await AskAsync("""{"tokenize": [["\ud83d\ude00 dog", "\ud83d\ude00\ud83d\ude00 a"]], "unit": "codepoint"}""");

        Assert.Equal("[[0,0],[0,2],[3,6],[0,0],[0,4],[5,6],[0,0]]", units.GetProperty("offsets")[0].GetRawText());
        Assert.Equal(units.GetRawText(), same.GetRawText());
        Assert.Equal("[[0,0],[0,1],[2,5],[0,0],[0,2],[3,4],[0,0]]", codePoints.GetProperty("offsets")[0].GetRawText());
    }

    [Fact]
    public async Task Special_tokens_are_left_out_on_request()
    {
        int[] ids = (await AskAsync("""{"tokenize": ["a dog"]}""")).GetProperty("ids").Ids()[0];

        JsonElement answer = await AskAsync("""{"tokenize": ["a dog"], "special": false}""");

        Assert.Equal(Cls, ids[0]);
        Assert.Equal(Sep, ids[^1]);
        Assert.Equal(ids[1..^1], answer.GetProperty("ids").Ids()[0]);
        Assert.Equal("[[0,0]]", answer.GetProperty("specialMask").GetRawText());
    }

    [Theory]
    [InlineData("longest_first", 2, 3)]
    [InlineData("only_first", 1, 4)]
    [InlineData("only_second", 4, 1)]
    public async Task A_limit_cuts_what_the_strategy_says(string truncation, int first, int second)
    {
        JsonElement answer = await AskAsync($$"""{"tokenize": [["a dog a dog", "a cat a cat"]], "maxLength": 8, "truncation": "{{truncation}}"}""");

        int[] types = answer.GetProperty("types").Ids()[0];
        Assert.Equal([.. Enumerable.Repeat(0, first + 2), .. Enumerable.Repeat(1, second + 1)], types);
    }

    [Fact]
    public async Task A_text_that_is_too_short_to_cut_is_an_error()
    {
        JsonElement answer = await AskAsync("""{"tokenize": [["a", "a cat a cat a cat a cat"]], "maxLength": 6, "truncation": "only_first"}""");

        Assert.Equal("BERT904", answer.Code());
        Assert.StartsWith("'tokenize[0]': ", answer.Error());
    }

    [Fact]
    public async Task The_limit_of_the_folder_counts_where_cutting_is_asked_for()
    {
        string text = string.Join(' ', Enumerable.Repeat("a", 600));

        int whole = (await AskAsync($$"""{"tokenize": ["{{text}}"]}""")).GetProperty("ids")[0].GetArrayLength();
        int cut = (await AskAsync($$"""{"tokenize": ["{{text}}"], "truncation": "longest_first"}""")).GetProperty("ids")[0].GetArrayLength();

        Assert.Equal((602, 512), (whole, cut));
    }

    [Fact]
    public async Task A_stride_makes_windows_of_every_text()
    {
        int[] ids = (await AskAsync("""{"tokenize": ["a dog a cat a bank"], "special": false}""")).GetProperty("ids").Ids()[0];

        JsonElement answer = await AskAsync("""{"tokenize": ["a dog a cat a bank", "a"], "maxLength": 6, "stride": 2}""");

        Assert.Equal([[Cls, .. ids[..4], Sep], [Cls, .. ids[2..], Sep]], answer.GetProperty("ids")[0].Ids());
        Assert.Equal([[Cls, ids[0], Sep]], answer.GetProperty("ids")[1].Ids());
        Assert.Equal("[[0,0],[6,7],[8,11],[12,13],[14,18],[0,0]]", answer.GetProperty("offsets")[0][1].GetRawText());
    }

    [Fact]
    public async Task Ids_become_texts()
    {
        string ids = (await AskAsync("""{"tokenize": ["a dog", "a cat"]}""")).GetProperty("ids").GetRawText();

        Assert.Equal("""{"texts":["[CLS] a dog [SEP]","[CLS] a cat [SEP]"]}""", (await AskAsync($$"""{"decode": {{ids}}}""")).GetRawText());
        Assert.Equal("""{"texts":["a dog","a cat"]}""", (await AskAsync($$"""{"decode": {{ids}}, "skipSpecial": true}""")).GetRawText());
    }

    [Theory]
    [InlineData("""{"tokenize": [["a", "b", "c"]]}""", "BERT901", "'tokenize[0]' has 3 texts; expected a text or two of them.")]
    [InlineData("""{"tokenize": ["a", 1]}""", "BERT901", "'tokenize[1]' is 1; expected a text.")]
    [InlineData("""{"tokenize": ["a"], "maxLength": -1}""", "BERT901", "'maxLength' is -1; expected a number of pieces, 0 or more.")]
    [InlineData("""{"tokenize": ["a"], "truncation": "none"}""", "BERT901", """'truncation' is "none"; expected one of longest_first, only_first, only_second.""")]
    [InlineData("""{"decode": [[2, 9000]]}""", "BERT904", "'decode[0][1]' is 9000; no token has this id.")]
    [InlineData("""{"decode": [[2, -1]]}""", "BERT904", "'decode[0][1]' is -1; no token has this id.")]
    public async Task What_is_not_right_is_an_error(string request, string code, string message)
    {
        JsonElement answer = await AskAsync(request);

        Assert.Equal(code, answer.Code());
        Assert.Equal(message, answer.Error());
    }

    [Fact]
    public async Task A_folder_without_weights_is_one_of_a_tokenizer()
    {
        string folder = compiled.Folder.Copy(PipeFolder.WordNetMini, "tokenizer");
        File.Delete(Path.Combine(folder, "model.safetensors"));
        File.Delete(Path.Combine(folder, "config.json"));

        PipeRun run = await compiled.Folder.RunAsync([folder], """{"tokenize": ["a dog"]}""", """{"embed": ["a dog"]}""", """{"decode": [[2, 3]]}""");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(4, run.Answers[0].GetProperty("ids")[0].GetArrayLength());
        Assert.Equal("BERT905", run.Answers[1].Code());
        Assert.Contains("error BERT020: There is no config.json", run.Answers[1].Error());
        Assert.Equal("[CLS] [SEP]", run.Answers[2].GetProperty("texts")[0].GetString());
    }

    [Fact]
    public async Task A_folder_without_a_tokenizer_fails_the_request()
    {
        JsonElement answer = (await compiled.Folder.RunAsync([PipeFolder.Tiny], """{"tokenize": ["a"]}""")).Answers.Single();

        Assert.Equal("BERT903", answer.Code());
        Assert.Contains("vocab.txt", answer.Error());
    }

    private async Task<JsonElement> AskAsync(string request) => (await compiled.RunAsync(request)).Answers.Single();
}
