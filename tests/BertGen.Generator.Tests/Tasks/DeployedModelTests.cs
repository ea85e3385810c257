using System.Text;
using BertGen.Generator.Tests.Harness;
using BertGen.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BertGen.Generator.Tests.Tasks;

/// <summary>The build finds the files that a program loads, and where they lie beside it.</summary>
[Collection(nameof(NamedModelTests))]
public sealed class DeployedModelTests : IDisposable
{
    private static readonly string Commit = new('c', 40);

    private readonly ScratchFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("HF_HUB_CACHE");

    public DeployedModelTests() => Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder.PathOf("cache"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _before);
        _folder.Dispose();
    }

    [Fact]
    public void AllThatIsLoadedIsCopiedAndNothingElse()
    {
        string[] read = ["1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors", "LICENSE", "config.json", "model.safetensors", "modules.json", "sentence_bert_config.json", "tokenizer.json", "vocab.txt"];
        WriteModel("project/models/a", [.. read, "README.md", "onnx/model.onnx", "2_Dense/pytorch_model.bin", "pytorch_model.bin", "tf_model.h5"]);

        FindDeployedModels found = Run("[BertEmbedder(\"./models/b/../a\")] partial class A;");

        Assert.Equal(read.Select(name => "models/a/" + name), Targets(found));
        Assert.All(found.Files, file => Assert.Equal(("IfDifferent", "IfDifferent"), Copied(file)));
        Assert.Empty(found.Incomplete);
    }

    [Theory]
    [InlineData("[BertEmbedder(\"models/a\")]")]
    [InlineData("[PretrainedBertEmbedder(model: \"models/\" + \"a\")]")]
    [InlineData("using E = BertGen.BertEmbedderAttribute; [E(\"models/a/config.json\")]")]
    [InlineData("const string Path = \"models/a\"; [BertGen.BertEmbedder(Path)]")]
    public void AnAttributeNamesItsFirstArgument(string source)
    {
        WriteModel("project/models/a", "config.json", "model.safetensors");

        Assert.Equal(["models/a/config.json", "models/a/model.safetensors"], Targets(Run(source + " partial class A;")));
    }

    [Fact]
    public void OtherTextsNameNoModel()
    {
        WriteModel("project/models/a", "config.json", "model.safetensors");
        WriteModel("project/models/b", "config.json", "model.safetensors");

        Assert.DoesNotContain(Targets(Run("A.Load(\"models/b\"); [BertEmbedder(\"models/a\", Name = \"models/b\")] partial class A;")), target => target.Contains("/b/"));
    }

    [Theory]
    [InlineData("model.safetensors or other weights", "config.json")]
    [InlineData("b.safetensors", "config.json", "model.safetensors.index.json", "a.safetensors")]
    [InlineData("2_Dense/model.safetensors or other weights", "config.json", "model.safetensors", "modules.json", "vocab.txt", "2_Dense/config.json")]
    [InlineData("vocab.txt or another vocabulary", "config.json", "model.safetensors", "modules.json")]
    [InlineData("bert_model.ckpt.data-00000-of-00001", "bert_config.json", "bert_model.ckpt.index")]
    public void AModelThatLacksFilesIsNotCopied(string missing, params string[] files)
    {
        WriteModel("project/models/a", files);

        FindDeployedModels found = Run("[BertEmbedder(\"models/a\")] partial class A;");

        Assert.Empty(found.Files);
        ITaskItem half = Assert.Single(found.Incomplete);
        Assert.Equal(("models/a", missing), (half.ItemSpec, half.GetMetadata("Missing")));
    }

    [Fact]
    public void PointersOfGitLfsAreNoWeights()
    {
        WriteModel("project/models/a", "config.json");
        _folder.Write("project/models/a/model.safetensors", "version https://git-lfs.github.com/spec/v1\n"u8.ToArray());

        Assert.Contains("git lfs pull", Assert.Single(Run("[BertEmbedder(\"models/a\")] partial class A;").Incomplete).GetMetadata("Missing"));
    }

    [Fact]
    public void ShardsGoWithTheirIndex()
    {
        WriteModel("project/models/a", "config.json", "model.safetensors.index.json", "a.safetensors", "b.safetensors", "c.safetensors");

        Assert.Equal(
            ["models/a/a.safetensors", "models/a/b.safetensors", "models/a/config.json", "models/a/model.safetensors.index.json"],
            Targets(Run("[BertEmbedder(\"models/a\")] partial class A;")));
    }

    [Theory]
    [InlineData(true, null, null, "IfDifferent", "IfDifferent")]
    [InlineData(true, "Always", null, "Always", "Always")]
    [InlineData(true, null, "Never", "IfDifferent", "Never")]
    [InlineData(false, "PreserveNewest", null, "PreserveNewest", "PreserveNewest")]
    [InlineData(true, "Never", "PreserveNewest", "Never", "PreserveNewest")]
    public void AnItemSaysWhenItIsCopied(bool copyModels, string? output, string? publish, string expectedOutput, string expectedPublish)
    {
        WriteModel("elsewhere/a", "config.json", "model.safetensors");

        FindDeployedModels found = Run("[BertEmbedder(\"../elsewhere/a\")] partial class A;", copyModels, Item(_folder.PathOf("elsewhere/a"), output, publish));

        Assert.Equal(["elsewhere/a/config.json", "elsewhere/a/model.safetensors"], Targets(found));
        Assert.All(found.Files, file => Assert.Equal((expectedOutput, expectedPublish), Copied(file)));
    }

    [Fact]
    public void AModelCanBeLeftOut()
    {
        WriteModel("project/models/a", "config.json");

        FindDeployedModels one = Run("[BertEmbedder(\"models/a\")] partial class A;", copyModels: true, Item("models/a", "Never", null));
        FindDeployedModels all = Run("[BertEmbedder(\"models/a\")] partial class A;", copyModels: false);

        Assert.All([one, all], found => Assert.Empty(found.Files.Concat(found.Incomplete)));
    }

    [Fact]
    public void TwoModelsOfOnePlaceAreTold()
    {
        WriteModel("project/models/a", "config.json", "model.safetensors");
        WriteModel("models/a", "config.json", "model.safetensors");

        ITaskItem clash = Assert.Single(Run("[BertEmbedder(\"models/a\")] partial class A; [BertEmbedder(\"../models/a\")] partial class B;").Clashes);

        Assert.Equal(("../models/a", "models/a"), (clash.ItemSpec, clash.GetMetadata("Place")));
    }

    [Fact]
    public void AModelOfTheHubIsPublishedOnRequest()
    {
        _folder.Write("cache/models--org--model/refs/main", Encoding.ASCII.GetBytes(Commit));
        WriteModel($"cache/models--org--model/snapshots/{Commit}", "config.json", "model.safetensors");
        const string Source = "[PretrainedBertEmbedder(\"org/model\")] partial class A;";

        FindDeployedModels stays = Run(Source);
        FindDeployedModels goes = Run(Source, publishPretrained: true);

        Assert.Empty(stays.Files);
        Assert.Equal("org/model", Assert.Single(stays.Cached).ItemSpec);
        Assert.Equal(["org/model/config.json", "org/model/model.safetensors"], Targets(goes));
        Assert.All(goes.Files, file => Assert.Equal(("Never", "IfDifferent"), Copied(file)));
        Assert.Empty(goes.Cached);
    }

    [Fact]
    public void ANameInTheProjectIsItsFolder()
    {
        WriteModel("project/models/org/model", "config.json", "model.safetensors");

        Assert.Equal(["org/model/config.json", "org/model/model.safetensors"], Targets(Run("[PretrainedBertEmbedder(\"org/model\")] partial class A;", configs: ["models/org/model/config.json"])));
    }

    [Fact]
    public void OnlyNamesThatAreNoFoldersAreFetched()
    {
        WriteModel("project/models/a", "config.json");
        _folder.Write("project/Model.cs", "[PretrainedBertEmbedder(\"models/a\")] [PretrainedBertEmbedder(\"org/\" + \"model\")] [BertEmbedder(\"org/none\")] class A { string b = \"org/text\"; }"u8.ToArray());
        var task = new FindModelsToFetch
        {
            ProjectFolder = _folder.PathOf("project"),
            Sources = [new TaskItem(_folder.PathOf("project/Model.cs"))],
            Models = [new TaskItem("org/item@v1"), new TaskItem("../models")],
            BuildEngine = new RecordingEngine(),
        };

        Assert.True(task.Execute());

        Assert.Equal(["org/model", "org/item@v1"], task.Names);
    }

    private static TaskItem Item(string model, string? output, string? publish)
    {
        var item = new TaskItem(model);
        item.SetMetadata("CopyToOutputDirectory", output ?? "");
        item.SetMetadata("CopyToPublishDirectory", publish ?? "");
        return item;
    }

    private static string[] Targets(FindDeployedModels found) => [.. found.Files.Select(file => file.GetMetadata("TargetPath")).Order(StringComparer.Ordinal)];

    private static (string Output, string Publish) Copied(ITaskItem file) => (file.GetMetadata("CopyToOutputDirectory"), file.GetMetadata("CopyToPublishDirectory"));

    private FindDeployedModels Run(string source, bool copyModels = true, TaskItem? item = null, bool publishPretrained = false, string[]? configs = null)
    {
        var task = new FindDeployedModels
        {
            ProjectFolder = _folder.PathOf("project"),
            Sources = [new TaskItem(_folder.Write("project/Model.cs", Encoding.UTF8.GetBytes(source)))],
            Models = item is null ? [] : [item],
            Configs = [.. (configs ?? []).Select(config => new TaskItem(_folder.PathOf("project/" + config)))],
            CopyModels = copyModels,
            PublishPretrained = publishPretrained,
            BuildEngine = new RecordingEngine(),
        };
        Assert.True(task.Execute());
        return task;
    }

    private void WriteModel(string folder, params string[] files)
    {
        foreach (string file in files)
        {
            string text = file switch
            {
                "modules.json" => "[{\"idx\": 0, \"path\": \"\"}, {\"idx\": 1, \"path\": \"1_Pooling\"}]",
                "2_Dense/config.json" => "{\"in_features\": 8}",
                "model.safetensors.index.json" => "{\"weight_map\": {\"x\": \"a.safetensors\", \"y\": \"b.safetensors\"}}",
                _ => "{}",
            };
            _folder.Write(folder + "/" + file, Encoding.UTF8.GetBytes(text));
        }
    }
}
