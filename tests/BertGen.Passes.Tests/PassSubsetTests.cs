using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Passes;
using BertGen.Generator.Tests.Harness;
using BertGen.Tests.Torch;

namespace BertGen.Passes.Tests;

/// <summary>Any subset of the optimising passes computes the same: each of several models is compiled after some of them, and run.</summary>
public sealed class PassSubsetTests
{
    private const string Target = ", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu";

    private static readonly string HeadsOf32 = TestModels.Tiny.Replace("\"hidden_size\": 32", "\"hidden_size\": 64", StringComparison.Ordinal);

    public static TheoryData<string, string, string> Models => new()
    {
        { "learned mix", TestModels.Tiny, "" },
        { "heads of 32", HeadsOf32, ", TopLayerOnly = true" },
        { "last layer", TestModels.Tiny, ", TopLayerOnly = true" },
        { "mix with dead layers", TestModels.Tiny, ", ScalarMixParameters = [0, 1, -1000]" },
        { "DistilBERT", TestModels.DistilBert, ", TopLayerOnly = true" },
        { "MPNet", TestModels.Mpnet, "" },
        { "ELECTRA with narrow embeddings", TestModels.Electra, ", TopLayerOnly = true" },
        { "ALBERT", Recorded("albert-s"), "" },
        { "ModernBERT", Recorded("modernbert-s"), ", TopLayerOnly = true" },
        { "ModernBERT with heads of 32", Recorded("modernbert-s").Replace("\"hidden_size\": 12", "\"hidden_size\": 96", StringComparison.Ordinal), "" },
        { "nomic", Recorded("nomic-s"), "" },
        { "Qwen3 with heads of 32", Recorded("qwen3-s").Replace("\"head_dim\": 6", "\"head_dim\": 32", StringComparison.Ordinal), "" },
        { "trained ModernBERT", Recorded("modernbert-s"), ", TopLayerOnly = true, RequiresGrad = true, FrozenLayers = 1" },
        { "classifier", TestModels.ClassifierOf(TestModels.Tiny, "BertForSequenceClassification"), "" },
        { "classifier of DistilBERT", TestModels.ClassifierOf(TestModels.DistilBert, "DistilBertForSequenceClassification"), "" },
        { "trained", TestModels.Tiny, ", TopLayerOnly = true, RequiresGrad = true" },
        { "trained with heads of 32", HeadsOf32, ", TopLayerOnly = true, RequiresGrad = true" },
        { "trained mix with a frozen layer", TestModels.Tiny, ", RequiresGrad = true, FrozenLayers = 1" },
        { "trained classifier", TestModels.ClassifierOf(TestModels.Tiny, "BertForSequenceClassification"), ", TopLayerOnly = true, RequiresGrad = true" },
        { "trained with checkpointing", TestModels.DistilBert, ", TopLayerOnly = true, RequiresGrad = true, Checkpointing = true" },
    };

    private static string Recorded(string folder) =>
        File.ReadAllText(Path.Combine(RepositoryFolder.Tests, "..", "golden", "families", "folders", folder, "config.json"));

    [Theory]
    [MemberData(nameof(Models))]
    public void AnySubsetOfThePassesComputesTheSameOnTheManagedEngine(string model, string config, string arguments) =>
        Compare(model, config, arguments, PassList.All, tolerance: 1e-5f);

    [TorchTheory]
    [MemberData(nameof(Models))]
    public void AnySubsetOfThePassesComputesTheSameWithTorchSharp(string model, string config, string arguments)
    {
        if (!arguments.Contains("Checkpointing", StringComparison.Ordinal))
        {
            Compare(model, config, arguments + Target, TorchSharpPassList.All, tolerance: 1e-5f);
        }
    }

    private static void Compare(string model, string config, string arguments, IReadOnlyList<Pass> all, float tolerance)
    {
        EmbedderSpec spec = WrittenModel.Spec(config, arguments);
        float[] expected = WrittenModel.Run(spec, config, arguments, WrittenModel.Write(spec, all));
        Assert.NotEmpty(expected);
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));
        float largest = expected.Max(Math.Abs);
        Assert.True(largest > 0.1f, "the numbers are too small to compare");

        foreach (Pass[] subset in Subsets(all, spec.RequiresGrad && spec.Target == Generator.Options.Target.Managed, seed: model.Length))
        {
            string left = string.Join(", ", all.Except(subset).Select(pass => pass.Name));
            float[] found = WrittenModel.Run(spec, config, arguments, WrittenModel.Write(spec, subset));
            Assert.Equal(expected.Length, found.Length);

            // Types are added to positions before, or after the words: all else adds in the same order.
            bool hasSameBits = spec.Target == Generator.Options.Target.Managed && (spec.Config.TypeCount == 0 || !left.Contains(nameof(FoldTokenTypes), StringComparison.Ordinal));
            for (int i = 0; i < found.Length; i++)
            {
                float allowed = hasSameBits ? 0 : tolerance * Math.Max(1, Math.Abs(expected[i]));
                Assert.True(Math.Abs(expected[i] - found[i]) <= allowed, $"{model} without {left}: {i} of {found.Length} is {found[i]} and not {expected[i]}");
            }
        }
    }

    /// <summary>None of the optional passes, each of them left out alone, and some at random.</summary>
    private static IEnumerable<Pass[]> Subsets(IReadOnlyList<Pass> all, bool isTrained, int seed)
    {
        var random = new Random(seed);
        Pass[] optional = [.. all.Where(pass => pass.IsOptional(isTrained))];
        yield return [.. all.Except(optional)];
        foreach (Pass pass in optional)
        {
            yield return [.. all.Where(other => other != pass)];
        }

        for (int i = 0; i < 3; i++)
        {
            HashSet<Pass> left = [.. optional.Where(_ => random.Next(2) == 0)];
            yield return [.. all.Where(pass => !left.Contains(pass))];
        }
    }
}
