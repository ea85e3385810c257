using System.Text.Json.Nodes;
using BertGen.Text.Tokenizers;

namespace BertGen.Tokenizers.Tests;

/// <summary>The class that <c>tokenizer_config.json</c> names beats the file; what is the name of none leaves everything to the file.</summary>
public sealed class TokenizerClassNameTests : IDisposable
{
    private const int UnknownId = 1, LowerId = 5;

    private readonly TokenizerFolder _folder = new();

    [Theory]
    [InlineData("BertTokenizer", LowerId)]
    [InlineData("BertTokenizerFast", LowerId)]
    [InlineData("", UnknownId)]
    [InlineData("-1", UnknownId)]
    [InlineData("+0", UnknownId)]
    [InlineData("0", UnknownId)]
    [InlineData(" BertTokenizer", UnknownId)]
    [InlineData("berttokenizer", UnknownId)]
    [InlineData("BertTokenizer,BertTokenizer", UnknownId)]
    [InlineData("MyOwnTokenizer", UnknownId)]
    public void OnlyAnExactNameIsThatOfAClass(string name, int expected)
    {
        // The class makes texts lower case, as its settings say; the file does not.
        JsonObject tokenizer = TokenizerFolder.Bert();
        tokenizer["normalizer"]!["lowercase"] = false;
        _folder.Write(tokenizer);
        _folder.Write("tokenizer_config.json", new JsonObject { ["tokenizer_class"] = name, ["do_lower_case"] = true }.ToJsonString());

        Assert.Contains(expected, TextTokenizer.Load(_folder.Path).Encode("A").Ids.ToArray());
    }

    public void Dispose() => _folder.Dispose();
}
