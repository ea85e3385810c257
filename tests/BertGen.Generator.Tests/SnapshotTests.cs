using System.Text;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>
/// The written classes, as people read them. Each also compiles under nullable, all warnings as errors and documentation
/// of every public member.
/// </summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task WordNetMini()
    {
        TestProject project = TestProject.Of("""
            using BertGen;

            namespace ReverseDictionary;

            /// <summary>The model of the sample.</summary>
            [BertEmbedder("../wordnet-mini", TopLayerOnly = true)]
            public sealed partial class WordNetMini;
            """);
        foreach (string name in new[] { "config.json", "vocab.txt", "modules.json", "1_Pooling/config.json", "sentence_bert_config.json", "tokenizer_config.json" })
        {
            project = project.WithFile("../wordnet-mini/" + name, File.ReadAllText(Path.Combine(RepositoryFolder.WordNetMini, name)));
        }

        Snapshot.Verify(await project.GenerateAsync(), "cs");
    }

    [Fact]
    public async Task MixOfTheLastFourLayers()
    {
        const string Drop = "double.NegativeInfinity";
        string parameters = string.Join(", ", Enumerable.Repeat(Drop, 8)) + ", 0, 0, 0, 1";
        string written = await TestProject.Of(TestModels.Class($"\"models/base\", ScalarMixParameters = [{parameters}]"))
            .WithFile("models/base/config.json", TestModels.BertBase)
            .GenerateAsync();

        Snapshot.Verify(written, "cs");
    }

    [Fact]
    public async Task MixOfTheFirstLayerAlone() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", ScalarMixParameters = new[] { 3, double.NegativeInfinity, double.NegativeInfinity }")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task LearnedMix() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\"")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task Int8() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", TopLayerOnly = true, Precision = BertPrecision.Int8")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task GoogleConfigWithOddWidths() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"google\", TopLayerOnly = true")).WithFile("google/bert_config.json", TestModels.Google).GenerateAsync(),
        "cs");

    [Fact]
    public async Task WindowOptions() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("@\"models\\tiny\\config.json\", MaxPieces = 16, NumStartTokens = 0, NumEndTokens = 2, TopLayerOnly = true")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task NestedWithClsPooling() => Snapshot.Verify(
        await TestModels.TinyProject("""
            using BertGen;

            namespace Demo.Inner
            {
                /// <summary>Holds a model.</summary>
                public partial record struct Outer
                {
                    internal static partial class Middle
                    {
                        [BertEmbedder("models/tiny/", Pooling = BertPooling.Cls, Normalize = true)]
                        internal partial class Bert;
                    }
                }
            }
            """).GenerateAsync(),
        "cs");

    [Fact]
    public async Task PretrainedName() => Snapshot.Verify(
        await TestProject.Of(TestModels.Pretrained("\"bert-base-multilingual-cased\", TopLayerOnly = true")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task PretrainedArchive() => Snapshot.Verify(
        await TestProject.Of(TestModels.Pretrained("\"models/bert.tar.gz\", ScalarMixParameters = [0, 1, 2]"))
            .WithFile(TestModels.PreparedPath("models/bert.tar.gz", "bert_config.json"), TestModels.Google)
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task PretrainedOfTheHub()
    {
        const string Name = "sentence-transformers/tiny";
        TestProject project = TestProject.Of(TestModels.Pretrained($"\"{Name}\", MaxPieces = 32"))
            .WithFile(TestModels.PreparedPath(Name, "config.json"), TestModels.Tiny)
            .WithFile(TestModels.PreparedPath(Name, "modules.json"), TestModels.Modules)
            .WithFile(TestModels.PreparedPath(Name, "1_Pooling/config.json"), TestModels.MeanPooling)
            .WithFile(TinyWeights.PathFor(Name), TinyWeights.All.Header);

        Snapshot.Verify(await project.GenerateAsync(), "cs");
    }

    [Fact]
    public async Task WithPooler() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", Pooler = true, TopLayerOnly = true")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task TrainedTopLayer() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", TopLayerOnly = true, RequiresGrad = true")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task TrainedMixWithFrozenLayer() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", RequiresGrad = true, FrozenLayers = 1, Pooler = true")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task TrainedMixAlone() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", RequiresGrad = true, FrozenLayers = 3, Pooling = BertPooling.Mean")).GenerateAsync(),
        "cs");

    [Fact]
    public async Task TrainedWithCheckpointing() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", RequiresGrad = true, Checkpointing = true, ScalarMixParameters = [0, 1, 2]")).GenerateAsync(),
        "cs");

    [Theory]
    [InlineData("TopLayerOnly = true, FreezeEmbeddings = true")]
    [InlineData("TopLayerOnly = true, FrozenLayers = 2")]
    [InlineData("TopLayerOnly = true, FrozenLayers = 2, Checkpointing = true")]
    [InlineData("FrozenLayers = 2, Checkpointing = true, Pooling = BertPooling.Max, Normalize = true")]
    [InlineData("ScalarMixParameters = [0, 1, double.NegativeInfinity], FrozenLayers = 1")]
    [InlineData("FreezeEmbeddings = true, Checkpointing = true, Pooling = BertPooling.Cls")]
    public async Task EveryChoiceOfWhatIsTrainedCompiles(string options)
    {
        string written = await TestModels.TinyProject(TestModels.Class($"\"models/tiny\", RequiresGrad = true, {options}")).GenerateAsync();

        Assert.Contains("lane.LoadGradient(", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TorchSharpWithLearnedMix() => Snapshot.Verify(
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\", Target = BertTarget.TorchSharp, Precision = BertPrecision.BFloat16")).WithTorchSharp().GenerateAsync(),
        "cs");

    [Fact]
    public async Task TorchSharpTrained() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"google\", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu, TopLayerOnly = true, Pooler = true, Pooling = BertPooling.Mean, RequiresGrad = true, FrozenLayers = 1"))
            .WithFile("google/bert_config.json", TestModels.Google)
            .WithTorchSharp()
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TorchSharpPretrained() => Snapshot.Verify(
        await TestProject.Of(TestModels.Pretrained("\"bert-base-uncased\", Target = BertTarget.TorchSharp, ScalarMixParameters = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]"))
            .WithTorchSharp()
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task DistilBert() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"distil\", RequiresGrad = true, TopLayerOnly = true"))
            .WithFile("distil/config.json", TestModels.DistilBert)
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task XlmRobertaClassifier() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"xlm\", TopLayerOnly = true"))
            .WithFile("xlm/config.json", TestModels.ClassifierOf(TestModels.XlmRoberta, "XLMRobertaForSequenceClassification"))
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TrainedMpnet() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"mpnet\", RequiresGrad = true, TopLayerOnly = true"))
            .WithFile("mpnet/config.json", TestModels.Mpnet)
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TrainedElectra() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"electra\", RequiresGrad = true, TopLayerOnly = true"))
            .WithFile("electra/config.json", TestModels.Electra)
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TorchSharpMpnetClassifier() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"mpnet\", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu, RequiresGrad = true, TopLayerOnly = true"))
            .WithFile("mpnet/config.json", TestModels.ClassifierOf(TestModels.Mpnet, "MPNetForSequenceClassification"))
            .WithTorchSharp()
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TorchSharpElectra() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"electra\", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu, TopLayerOnly = true"))
            .WithFile("electra/config.json", TestModels.Electra)
            .WithTorchSharp()
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task Classifier() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"models/tiny\", TopLayerOnly = true"))
            .WithFile("models/tiny/config.json", TestModels.ClassifierOf(TestModels.Tiny, "BertForSequenceClassification"))
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task StaticVectors() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"static\""))
            .WithFile("static/modules.json", TestModels.StaticModules)
            .WithFile("static/0_StaticEmbedding/tokenizer.json", TestModels.StaticTokenizer)
            .WithFile("static/config_sentence_transformers.json", """{ "prompts": { "query": "query: " }, "similarity_fn_name": "dot" }""")
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TorchSharpDistilBertClassifier() => Snapshot.Verify(
        await TestProject.Of(TestModels.Class("\"distil\", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu"))
            .WithFile("distil/config.json", TestModels.ClassifierOf(TestModels.DistilBert, "DistilBertForSequenceClassification"))
            .WithTorchSharp()
            .GenerateAsync(),
        "cs");

    [Fact]
    public async Task TwelveLayersStayReadable()
    {
        string written = await TestProject.Of(TestModels.Class("\"base\""))
            .WithFile("base/config.json", TestModels.BertBase)
            .GenerateAsync();

        int lines = written.Count(c => c == '\n');
        int bytes = Encoding.UTF8.GetByteCount(written);
        Assert.True(lines < 1500, $"{lines} lines");
        Assert.True(bytes < 100_000, $"{bytes} bytes");
        Assert.DoesNotContain(TestProject.Folder, written);
        Assert.DoesNotContain('\r', written);
    }
}
