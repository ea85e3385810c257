using BertGen.Common.Files;

namespace BertGen.Hub.Tests;

/// <summary>Build and program have one rule for where a model lies.</summary>
public sealed class DeployedPathTests
{
    [Theory]
    [InlineData("models/mini", "models/mini")]
    [InlineData(@"models\mini\", "models/mini")]
    [InlineData("../elsewhere/mini", "elsewhere/mini")]
    [InlineData("../../mini", "mini")]
    [InlineData("/data/models/mini", "mini")]
    [InlineData(@"D:\models\mini", "mini")]
    [InlineData("models/mini/config.json", "models/mini")]
    [InlineData("a/../b/./bert_config.json", "b")]
    [InlineData("sentence-transformers/all-MiniLM-L6-v2@v2", "sentence-transformers/all-MiniLM-L6-v2@v2")]
    [InlineData("models/bert.tar.gz", "models/bert.tar.gz")]
    [InlineData("config.json", "")]
    public void A_place_beside_the_program_is_that_of_the_attribute(string model, string place) => Assert.Equal(place, DeployedPath.Of(model));
}
