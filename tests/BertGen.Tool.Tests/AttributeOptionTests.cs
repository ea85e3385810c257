using System.Text.RegularExpressions;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Tests;

/// <summary>Options of the command line that are those of the attribute.</summary>
public sealed partial class AttributeOptionTests
{
    [Fact]
    public void Every_option_of_the_attribute_is_one_of_the_command()
    {
        string[] properties = [.. typeof(BertEmbedderAttribute).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

        Assert.Equal(properties, AttributeOption.All.Select(option => option.Property));
        Assert.All(AttributeOption.All, option => Assert.Matches(KebabCase(), option.Name));
        Assert.Contains("--top-layer-only", AttributeOption.All.Select(option => option.Name));
    }

    [Theory]
    [InlineData("TopLayerOnly", "TRUE", "true")]
    [InlineData("MaxPieces", "128", "128")]
    [InlineData("MaxPieces", "-3", "-3")]
    [InlineData("Pooling", "cls", "global::BertGen.BertPooling.Cls")]
    [InlineData("Precision", "tensor-float32", "global::BertGen.BertPrecision.TensorFloat32")]
    [InlineData("Precision", "BFloat16", "global::BertGen.BertPrecision.BFloat16")]
    [InlineData("ScalarMixParameters", "1, 0.5,-1e-3,-inf", "new System.Double[] { 1d, 0.5d, -0.001d, double.NegativeInfinity }")]
    [InlineData("ScalarMixParameters", "", "new System.Double[] {  }")]
    public void Values_become_source(string property, string value, string expected)
    {
        Assert.True(Find(property).TryGetLiteral(value, out string? literal, out _));
        Assert.Equal(expected, literal);
    }

    [Theory]
    [InlineData("TopLayerOnly", "yes", "true or false")]
    [InlineData("MaxPieces", "1.5", "a whole number")]
    [InlineData("MaxPieces", "1)] class X;", "a whole number")]
    [InlineData("Pooling", "1", "one of none, mean, cls, max, mean-sqrt-length, weighted-mean, last-token")]
    [InlineData("ScalarMixParameters", "1,x", "numbers with commas between them")]
    public void Other_values_say_what_was_expected(string property, string value, string expected)
    {
        Assert.False(Find(property).TryGetLiteral(value, out _, out string? found));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Texts_cannot_leave_their_literal() => Assert.Equal("\"a\\u0022\\u005c\\u000a\\u00e9\"", AttributeOption.StringLiteral("a\"\\\n\u00e9"));

    private static AttributeOption Find(string property) => AttributeOption.All.Single(option => option.Property == property);

    [GeneratedRegex("^--[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
