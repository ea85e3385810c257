namespace BertGen.Hub.Tests;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("bert-base-uncased", "google-bert/bert-base-uncased", "main")]
    [InlineData("bert-base-chinese@v1", "google-bert/bert-base-chinese", "v1")]
    [InlineData("sentence-transformers/all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2", "main")]
    [InlineData("a/b@refs/pr/1", "a/b", "refs/pr/1")]
    [InlineData("gpt2", "gpt2", "main")]
    public void Names_are_read(string text, string repository, string revision)
    {
        Assert.True(ModelName.TryParse(text, out ModelName? name));
        Assert.Equal((repository, revision), (name.Repository, name.Revision));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a/b/c")]
    [InlineData("./a")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("a--b/c")]
    [InlineData("a..b")]
    [InlineData("-a")]
    [InlineData("a.")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("größe")]
    [InlineData("model.safetensors")]
    [InlineData("models/bert.tar.gz")]
    [InlineData("a/b@")]
    [InlineData("a/b@../c")]
    [InlineData("a/b@/c")]
    [InlineData("a/b@c//d")]
    [InlineData("a/b@c\\d")]
    public void What_is_no_name_is_refused(string text) => Assert.False(ModelName.TryParse(text, out _));

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        Assert.True(ModelName.TryParse(new string('a', 96), out _));
        Assert.False(ModelName.TryParse(new string('a', 97), out _));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("1_Pooling/config.json", true)]
    [InlineData(".hidden", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("a/../b", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("C:a", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    [InlineData("a.", false)]
    [InlineData("a /b", false)]
    public void Names_that_become_paths_stay_below_their_folder(string name, bool expected) => Assert.Equal(expected, RelativePath.IsSafe(name));
}
