using BertGen.Generator.Options;
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

    [Fact]
    public void EveryMemberWrittenForTorchSharpIsReserved()
    {
        string[] options = ["Pooling = BertPooling.Max, RequiresGrad = true", "ScalarMixParameters = [1, 2, 3], Pooling = BertPooling.Cls", "TopLayerOnly = true, Pooler = true"];
        foreach (string option in options)
        {
            TestProject project = TestModels.TinyProject(TestModels.Class($"\"models/tiny\", Target = BertTarget.TorchSharp, {option}")).WithTorchSharp();
            project.Driver().RunGeneratorsAndUpdateCompilation(project.Compile(), out Compilation output, out _);
            INamedTypeSymbol type = output.GetTypeByMetadataName("Demo.Bert")!;
            IEnumerable<ISymbol> members = type.GetMembers().Where(member => !member.IsImplicitlyDeclared);
            members = members.Where(member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && !member.Name.Contains('.'));
            Assert.All(members, member => Assert.True(ReservedMembers.Conflicts(member, WrittenForm.TorchSharp), member.ToDisplayString()));
            Assert.Contains(members, member => member.Name == "forward");
        }
    }

    [Fact]
    public async Task EveryWrittenMemberIsReserved()
    {
        // A mix with constants, one that is learned, and pooling: together they have every member that is ever written.
        string[] options =
        [
            "Pooling = BertPooling.Max",
            "ScalarMixParameters = [1, 2, 3], Pooling = BertPooling.Cls",
            "TopLayerOnly = true, Pooler = true",
            "Pooling = BertPooling.Mean, Pooler = true, RequiresGrad = true",
            "FrozenLayers = 2, RequiresGrad = true",
            "FrozenLayers = 1, RequiresGrad = true, Checkpointing = true",
        ];
        var written = new HashSet<string>();
        foreach (string option in options)
        {
            TestProject project = TestModels.TinyProject(TestModels.Class($"\"models/tiny\", {option}"));
            project.Driver().RunGeneratorsAndUpdateCompilation(project.Compile(), out Compilation output, out _);
            INamedTypeSymbol type = output.GetTypeByMetadataName("Demo.Bert")!;
            IEnumerable<ISymbol> members = type.GetMembers().Where(member => !member.IsImplicitlyDeclared);
            members = members.Where(member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && !member.Name.Contains('.'));
            WrittenForm form = option.Contains("RequiresGrad") ? WrittenForm.ManagedTrained : WrittenForm.Managed;
            Assert.All(members, member => Assert.True(ReservedMembers.Conflicts(member, form), member.ToDisplayString()));
            written.UnionWith(members.Select(member => member.Name));
        }

        Assert.Contains("Mix2", written);
        Assert.Contains("ScalarMix", written);
        Assert.Contains("_pipeline", written);
        Assert.Contains("_pooler", written);
        Assert.Contains("LayerBackward", written);
        await Task.CompletedTask;
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
