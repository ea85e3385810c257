using BertGen.Common.Texts;
using BertGen.Generator.Common;

namespace BertGen.Generator.Tests;

/// <summary>Paths are compared as text, in one spelling.</summary>
public sealed class PathTextTests
{
    [Theory]
    [InlineData("a/./b//c/", "a/b/c")]
    [InlineData("/a/b/../../c", "/c")]
    [InlineData("/../a", "/a")]
    [InlineData("../../a", "../../a")]
    [InlineData("C:\\a\\..\\b", "C:/b")]
    [InlineData("a/..", "")]
    public void Normalizes(string path, string expected) => Assert.Equal(expected, PathText.Normalize(path));

    [Theory]
    [InlineData("/a/b", "/a/b/c/d", "c/d")]
    [InlineData("/a/b", "/a/x/y", "../x/y")]
    [InlineData("/a/b", "/a/b", ".")]
    [InlineData("C:/a", "D:/b", "D:/b")]
    [InlineData("C:/Work", "c:/work/m", "m")]
    public void RelativePathsAreAsSeenFromTheFolder(string folder, string path, string expected) =>
        Assert.Equal(expected, PathText.Relative(folder, path));

    [Theory]
    [InlineData("models/mini", "models/mimi", true)]
    [InlineData("models/mini", "Models/Mini", true)]
    [InlineData("bert", "roberta-large", false)]
    public void OnlyNearNamesAreSuggested(string given, string candidate, bool isNear) =>
        Assert.Equal(isNear ? candidate : null, EditDistance.Nearest(given, [candidate]));

    [Theory]
    [InlineData(0.25f, "0.25f")]
    [InlineData(1f / 3f, "0.33333334f")]
    [InlineData(1e-10f, "1E-10f")]
    [InlineData(16777216f, "16777216f")]
    public void LiteralsAreShortAndExact(float value, string expected) => Assert.Equal(expected, NumberText.Literal(value));
}
