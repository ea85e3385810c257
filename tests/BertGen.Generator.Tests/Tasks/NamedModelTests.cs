using System.Text;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.Tasks;

/// <summary>The build prepares the models that sources and items name, and no other.</summary>
[Collection(nameof(NamedModelTests))]
public sealed class NamedModelTests : IDisposable
{
    private const string Name = "organisation/model";
    private static readonly string Commit = new('c', 40);

    private readonly ScratchFolder _folder = new();
    private readonly string? _cache = Environment.GetEnvironmentVariable("HF_HUB_CACHE");

    public NamedModelTests() => Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder.PathOf("cache"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _cache);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("[PretrainedBertEmbedder(\"organisation/model\")]")]
    [InlineData("[BertGen.PretrainedBertEmbedderAttribute (\n  @\"organisation/model\", TopLayerOnly = true)]")]
    [InlineData("[Serializable, global::BertGen.PretrainedBertEmbedder(\"organisation/model\")] partial class A;")]
    public void ANameInAnAttributeIsLookedUp(string source)
    {
        Fetch("main");

        Assert.Equal(["model/1_Pooling/config.json", "model/config.json", "model/vocab.txt"], RunOn(source).Files);
    }

    [Theory]
    [InlineData("// organisation/model")]
    [InlineData("[BertEmbedder(\"organisation/model\")]")]
    [InlineData("[PretrainedBertEmbedder(\"organisation/other\")]")]
    [InlineData("[PretrainedBertEmbedder(\"../cache/models--organisation--model\")]")]
    [InlineData("[PretrainedBertEmbedder(\"organisation/model@v2\")]")]
    public void NothingElseIs(string source)
    {
        Fetch("main");

        Assert.Empty(RunOn(source).Files);
    }

    [Fact]
    public void ARevisionIsABranchTagOrCommit()
    {
        Fetch("refs/pr/1");
        Assert.NotEmpty(RunOn($"[PretrainedBertEmbedder(\"{Name}@refs/pr/1\")]").Files);
        Assert.NotEmpty(RunOn($"[PretrainedBertEmbedder(\"{Name}@{Commit}\")]").Files);
        Assert.Empty(RunOn($"[PretrainedBertEmbedder(\"{Name}\")]").Files);
    }

    [Fact]
    public void AFolderOfTheProjectWinsOverTheCache()
    {
        Fetch("main");
        _folder.Write("project/organisation/model/config.json");

        Assert.Empty(RunOn($"[PretrainedBertEmbedder(\"{Name}\")]").Files);
    }

    [Fact]
    public void AnItemNamesAModelThatNoSourceDoes()
    {
        Fetch("main");
        var run = new TaskRun(_folder, models: [Name, "organisation/other", "missing.tar.gz"]);

        Assert.Contains("model/config.json", run.Files);
        Assert.Equal(["organisation/other", "missing.tar.gz"], run.Unknown);
    }

    [Fact]
    public void ASourceThatIsGoneIsForTheCompilerToReport() => Assert.Empty(new TaskRun(_folder, sources: ["Gone.cs"]).Files);

    private void Fetch(string revision)
    {
        string repository = "cache/models--organisation--model/";
        _folder.Write(repository + "refs/" + revision, Encoding.UTF8.GetBytes(Commit));
        foreach (string file in new[] { "config.json", "vocab.txt", "1_Pooling/config.json", "README.md" })
        {
            _folder.Write($"{repository}snapshots/{Commit}/{file}", "{}"u8.ToArray());
        }
    }

    private TaskRun RunOn(string source)
    {
        _folder.Write("project/Model.cs", Encoding.UTF8.GetBytes(source));
        return new TaskRun(_folder, sources: ["Model.cs"]);
    }
}
