using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Tests;

/// <summary>The reader accepts what RFC 8259 accepts, and points at the first character that it does not.</summary>
public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(" \t\r\n[ 1 , 2 ]\n")]
    [InlineData("\uFEFF{\"a\": 1}")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0e-0")]
    [InlineData("1E+2")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\udd1e\"")]
    [InlineData("\"\u007f\u2028\"")]
    [InlineData("{\"a\":{\"b\":[{}]},\"a\":2}")]
    public void Accepts(string text)
    {
        Assert.NotNull(JsonReader.Read(text, out JsonError? error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", 0, "expected a value, found the end of the file")]
    [InlineData("  ", 2, "expected a value, found the end of the file")]
    [InlineData("\0", 0, "expected a value, found U+0000")]
    [InlineData("{", 1, "expected a name")]
    [InlineData("{\"a\"}", 4, "expected ':' after \"a\", found '}'")]
    [InlineData("{\"a\":1,}", 7, "expected a name")]
    [InlineData("{a:1}", 1, "expected a name")]
    [InlineData("{'a':1}", 1, "expected a name")]
    [InlineData("{\"a\":1 \"b\":2}", 7, "expected ',' or '}'")]
    [InlineData("[1,]", 3, "expected a value")]
    [InlineData("[1 2]", 3, "expected ',' or ']'")]
    [InlineData("[1", 2, "expected ',' or ']'")]
    [InlineData("[1]]", 3, "nothing may follow")]
    [InlineData("{} // end", 3, "nothing may follow")]
    [InlineData("/* start */ {}", 0, "expected a value")]
    [InlineData("01", 1, "nothing may follow")]
    [InlineData("+1", 0, "expected a value")]
    [InlineData("-", 1, "expected a digit")]
    [InlineData(".5", 0, "expected a value")]
    [InlineData("1.", 2, "expected a digit after the point")]
    [InlineData("1e", 2, "expected a digit in the exponent")]
    [InlineData("1e+", 3, "expected a digit in the exponent")]
    [InlineData("NaN", 0, "expected a value")]
    [InlineData("Infinity", 0, "expected a value")]
    [InlineData("nul", 0, "expected a value")]
    [InlineData("True", 0, "expected a value")]
    [InlineData("\"a", 2, "the string does not end")]
    [InlineData("\"a\tb\"", 2, "a control character must be escaped, found U+0009")]
    [InlineData("\"\\x41\"", 2, "unknown escape")]
    [InlineData("\"\\u12g4\"", 2, "unknown escape")]
    [InlineData("\"\\u12", 2, "unknown escape")]
    [InlineData("\"a\\ud800\"", 2, "half of a surrogate pair")]
    [InlineData("\"a\\ud800b\"", 2, "half of a surrogate pair")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"", 1, "half of a surrogate pair")]
    [InlineData("\"\\ude00\"", 1, "half of a surrogate pair")]
    [InlineData("\u00a0{}", 0, "expected a value")]
    public void Rejects(string text, int position, string message)
    {
        Assert.Null(JsonReader.Read(text, out JsonError? error));
        Assert.NotNull(error);
        Assert.Equal(position, error.Span.Start);
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public void NestingIsLimited()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Assert.NotNull(JsonReader.Read(Nested(JsonReader.MaxDepth), out _));
        Assert.Null(JsonReader.Read(Nested(JsonReader.MaxDepth + 1), out JsonError? error));
        Assert.Contains("deeper than 64", error!.Message);

        // Depth is counted, not the number of values.
        Assert.NotNull(JsonReader.Read("[" + string.Join(",", Enumerable.Repeat("[]", 1000)) + "]", out _));
        Assert.Null(JsonReader.Read(new string('[', 1_000_000), out _));
    }

    [Fact]
    public void KeepsNumbersAsTheyAreWritten()
    {
        var number = Assert.IsType<JsonNumber>(JsonReader.Read(" 1.000E-012 ", out _));
        Assert.Equal("1.000E-012", number.Text);
    }

    [Fact]
    public void ResolvesEscapes()
    {
        var text = Assert.IsType<JsonString>(JsonReader.Read("\"\\u0041\\n\\uD834\\uDD1E\\/\"", out _));
        Assert.Equal("A\n\U0001D11E/", text.Value);
    }

    [Fact]
    public void KnowsWhereEverythingIs()
    {
        const string Text = "\n{ \"a\": [10, \"x\"] }";
        var root = Assert.IsType<JsonObject>(JsonReader.Read(Text, out _));
        JsonMember member = Assert.Single(root.Members);
        var array = Assert.IsType<JsonArray>(member.Value);

        Assert.Equal("{ \"a\": [10, \"x\"] }", At(root.Span));
        Assert.Equal("\"a\"", At(member.NameSpan));
        Assert.Equal("[10, \"x\"]", At(array.Span));
        Assert.Equal("10", At(array.Items[0].Span));
        Assert.Equal("\"x\"", At(array.Items[1].Span));

        static string At(Microsoft.CodeAnalysis.Text.TextSpan span) => Text.Substring(span.Start, span.Length);
    }
}
