using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests;

/// <summary>The written code means the same whatever stands around it.</summary>
public sealed class CompilationTests
{
    [Fact]
    public async Task UserTypesAndNamespacesOfTheSameNamesDoNoHarm()
    {
        // Every name that the written code uses, taken by the user: as namespaces around it and as types beside it.
        const string Source = """
            namespace Acme.System.BertGen.Engine;

            /// <summary>A model.</summary>
            [global::BertGen.BertEmbedder("models/tiny", Pooling = global::BertGen.BertPooling.Mean)]
            public sealed partial class Text;

            internal class Tensor;
            internal class Layer;
            internal class Slot;
            internal class EncoderLane;
            internal class WeightSpec;
            internal class IEncoder;
            internal class IDisposable;
            internal class ReadOnlySpan;
            internal class Environment;
            internal enum Activation { Gelu }
            internal class ScalarMix;
            internal class PieceBatch;
            """;

        await TestModels.TinyProject(Source).GenerateAsync();
    }

    [Theory]
    [InlineData("[global::BertGen.BertEmbedder(\"models/tiny\")] internal partial class Bert;")]
    [InlineData("[global::BertGen.BertEmbedder(\"models/tiny\")] internal partial class @class;")]
    [InlineData("namespace @event.@in { [global::BertGen.BertEmbedder(\"models/tiny\")] internal partial class @record; }")]
    [InlineData("partial interface IOuter { [global::BertGen.BertEmbedder(\"models/tiny\")] private partial class Bert; }")]
    [InlineData("[global::BertGen.BertEmbedder(\"models/tiny\")] internal partial class Bert : global::System.IDisposable;")]
    [InlineData("""
        [global::BertGen.BertEmbedder("models/tiny")]
        internal partial class Bert
        {
            internal static void Load(int count) => _ = count;
            internal void Forward(string text) => _ = text;
        }
        """)]
    [InlineData("[global::BertGen.BertEmbedder(\"models/tiny\")] internal partial class Bert { static Bert() { } }")]
    public async Task CompilesWhereverTheClassStands(string source) => await TestModels.TinyProject(source).GenerateAsync();

    /// <summary>Only what callers see of a written class can be in somebody's way.</summary>
    [Theory]
    [InlineData("Mixed", "")]
    [InlineData("Pool", ", TopLayerOnly = true")]
    [InlineData("Layer", ", RequiresGrad = true")]
    [InlineData("LayerParameters", ", RequiresGrad = true")]
    [InlineData("Encoder", ", Pooling = BertPooling.Mean")]
    [InlineData("Weights", ", ScalarMixParameters = [1, 2, 3]")]
    [InlineData("ScalarMix", ", TopLayerOnly = true")]
    [InlineData("SentenceEncoder", ", Pooling = BertPooling.Mean, Target = BertTarget.TorchSharp")]
    [InlineData("Config", ", Head = BertHead.SequenceClassification, Target = BertTarget.TorchSharp, RequiresGrad = true")]
    public async Task InternalNamesAreFreeForTheClassAndItsMembers(string name, string arguments)
    {
        string[] names = ["Hidden", "Mixed", "Context", "Layer", "Step", "Memory", "WeightTable", "SentenceEncoder", "Rotary", "Trainer"];
        string members = string.Concat(names.Where(member => member != name).Select((member, i) => i % 2 == 0 ? $"    private sealed class {member};\n" : $"    private static int {member} => {i};\n"))
            + "    private static void EncodeLayer() { }\n    private int _memory = 1, _model, _layer0;\n    private int Sum => _memory + _model + _layer0;\n";
        string source = TestModels.Class($"\"models/tiny\"{arguments}").Replace("class Bert;", $"class {name}\n{{\n{members}}}", StringComparison.Ordinal);
        TestProject project = TestModels.TinyProject("#pragma warning disable CS0169, CS0649\n" + source);
        await (arguments.Contains("TorchSharp", StringComparison.Ordinal) ? project.WithTorchSharp() : project).GenerateAsync();
    }

    [Fact]
    public async Task APartWithTheAttributeTwiceIsCompiledOnce()
    {
        BuildResult result = await TestModels.TinyProject("""
            using BertGen;
            [BertEmbedder("models/tiny")] internal partial class Bert;
            [BertEmbedder("models/tiny")] internal partial class Bert;
            """).BuildAsync();

        Assert.Single(result.Sources);
        Assert.Equal("CS0579", Assert.Single(result.CompilerDiagnostics).Id);
    }

    [Fact]
    public async Task ConfigWinsOverBertConfig()
    {
        string written = await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithFile("models/tiny/bert_config.json", TestModels.Google)
            .GenerateAsync();

        Assert.Contains("HiddenSize = 32;", written);
    }

    [Fact]
    public async Task FilesThatNoAttributeNamesAreNeverReported()
    {
        await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithFile("web/config.json", "{ not: json }")
            .WithFile("web/modules.json", "[")
            .WithFile("models/other/config.json", "{}")
            .GenerateAsync();
    }
}
