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
    private static readonly string[] Variables = ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME", "BERTGEN_TEST_FOLDER"];

    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    public NamedModelTests()
    {
        Array.ForEach(Variables, name => Environment.SetEnvironmentVariable(name, null));
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder.PathOf("cache"));
    }

    public void Dispose()
    {
        for (int i = 0; i < Variables.Length; i++)
        {
            Environment.SetEnvironmentVariable(Variables[i], _before[i]);
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("[PretrainedBertEmbedder(\"organisation/model\")]")]
    [InlineData("[BertGen.PretrainedBertEmbedderAttribute (\n  @\"organisation/model\", TopLayerOnly = true)]")]
    [InlineData("[Serializable, global::BertGen.PretrainedBertEmbedder(\"organisation/model\")] partial class A;")]
    public void ANameInAnAttributeIsLookedUp(string source)
    {
        Fetch("main");

        Assert.Equal(["model/1_Pooling/config.json", "model/config.json", "model/modules.json", "model/vocab.txt"], RunOn(source).Files);
    }

    [Theory]
    [InlineData("[PretrainedBertEmbedder(\"organisation/model\")] public sealed partial class A;")]
    [InlineData("[PretrainedBertEmbedder(model: \"organisation/model\")] public sealed partial class B;")]
    [InlineData("[PretrainedBertEmbedder(\"\"\"organisation/model\"\"\")] public sealed partial class C;")]
    [InlineData("[PretrainedBertEmbedder(/* pinned */ \"organisation/model\")] public sealed partial class D;")]
    [InlineData("[PretrainedBertEmbedder(\"organisation/\" + \"model\")] public sealed partial class E;")]
    [InlineData("using PB = BertGen.PretrainedBertEmbedderAttribute;\n[PB(\"organisation/model\")] public sealed partial class F;")]
    [InlineData("const string Name = \"organisation/model\"; [PretrainedBertEmbedder(Name)] partial class G;")]
    [InlineData("[PretrainedBertEmbedder(\n// which \"one\"?\n TopLayerOnly = '\"' == 'a', model: \"organisation/model\")] partial class H;")]
    [InlineData("[PretrainedBertEmbedder($\"organisation/model\")] partial class I;")]
    [InlineData("[PretrainedBertEmbedder(\"organisation\\u002fmodel\")] partial class J;")]
    [InlineData("[PretrainedBertEmbedder(@\"organisation\" + // and\n \"/\" /* the */ + \"\"\"\"model\"\"\"\")] partial class K;")]
    public void Case27NamedArgumentsAndRawStrings(string source)
    {
        Fetch("main");

        Assert.Equal(["model/1_Pooling/config.json", "model/config.json", "model/modules.json", "model/vocab.txt"], RunOn(source).Files);
    }

    [Fact]
    public void AnAliasOfTheWholeProjectIsKnownInItsOtherSources()
    {
        Fetch("main");
        _folder.Write("project/Usings.cs", "global using Pretrained = global::BertGen.PretrainedBertEmbedderAttribute;"u8.ToArray());
        _folder.Write("project/Model.cs", "[Pretrained(\"organisation/model\")] partial class A;"u8.ToArray());

        Assert.Contains("model/config.json", new TaskRun(_folder, sources: ["Usings.cs", "Model.cs"]).Files);
    }

    [Theory]
    [InlineData("HF_HUB_CACHE", "$BERTGEN_TEST_FOLDER/cache")]
    [InlineData("HF_HUB_CACHE", "${BERTGEN_TEST_FOLDER}/cache/.")]
    [InlineData("HF_HUB_CACHE", "../cache")]
    [InlineData("HUGGINGFACE_HUB_CACHE", " $BERTGEN_TEST_FOLDER/cache ")]
    [InlineData("HF_HOME", "$BERTGEN_TEST_FOLDER/home")]
    [InlineData("HF_HOME", "../home")]
    [InlineData("XDG_CACHE_HOME", "$BERTGEN_TEST_FOLDER")]
    [InlineData("HF_HOME", "~/HOME")]
    public void TheCacheIsWhereTheVariablesSay(string name, string value)
    {
        Fetch("main");
        Directory.CreateDirectory(_folder.PathOf("home"));
        Directory.CreateDirectory(_folder.PathOf("huggingface"));
        Directory.CreateSymbolicLink(_folder.PathOf("home/hub"), _folder.PathOf("cache"));
        Directory.CreateSymbolicLink(_folder.PathOf("huggingface/hub"), _folder.PathOf("cache"));
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", null);
        Environment.SetEnvironmentVariable("BERTGEN_TEST_FOLDER", _folder.Root);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Environment.SetEnvironmentVariable(name, value.Replace("HOME", Path.GetRelativePath(home, _folder.PathOf("home"))));

        Assert.Contains("model/config.json", RunOn("[PretrainedBertEmbedder(\"organisation/model\")]").Files);
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
        foreach (string file in new[] { "config.json", "vocab.txt", "modules.json", "1_Pooling/config.json", "README.md" })
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
