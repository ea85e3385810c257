using System.Text;
using Xunit.Abstractions;

namespace BertGen.Fuzz.Build;

/// <summary>Attributes and classes as nobody would write them, and as everybody does while typing: another class keeps its members.</summary>
public sealed class AttributeTests(ITestOutputHelper output)
{
    private const string Other = "\n[BertEmbedder(\"models/tiny\")] internal sealed partial class Other { int Size => HiddenSize; }\n";

    private static readonly string[] Names =
    [
        "TopLayerOnly", "ScalarMixParameters", "MaxPieces", "NumStartTokens", "NumEndTokens", "Pooling", "Normalize", "Pooler", "RequiresGrad", "FreezeEmbeddings", "FrozenLayers",
        "Checkpointing", "Target", "Device", "Precision", "Model", "model", "Nothing", "@class", "",
    ];

    private static readonly string[] Values =
    [
        "true", "false", "null", "default", "0", "1", "-1", "3", "2147483647", "2147483648", "1.5", "double.NaN", "1 / 0", "\"models/tiny\"", "\"\"", "@\"a\\b\"", "\"\"\"raw\"\"\"", "$\"{1}\"",
        "\"\\u2028\\0\"", "\"models/\" + \"tiny\"", "nameof(Bert)", "typeof(Bert)", "typeof(List<>)", "new double[] { 1, 2, 3 }", "new[] { 0.5, double.NegativeInfinity, 1 }", "[1, 2, 3]", "[]",
        "[.. Bert.Numbers]", "new double[0]", "new double[2, 2]", "new object[] { 1, \"a\", null }", "BertPooling.Mean", "(BertPooling)99", "BertTarget.TorchSharp", "BertPrecision.BFloat16", "BertDevice.Cpu",
        "(1, 2)", "x => x", "'c'", "Missing.Value", "int", "1,", "(", ")", "]", "\"unfinished",
    ];

    private static readonly string[] Classes =
    [
        "public sealed partial class Bert;", "public class Bert;", "public partial record Bert(int A);", "static partial class Bert;", "abstract partial class Bert { }", "file partial class Bert;",
        "partial class Bert<T>;", "partial struct Bert;", "partial class Bert { public int HiddenSize; Bert(int a) { } void Forward() { } }", "partial class Bert : Missing, System.IDisposable { public void Dispose() { } }",
        "partial class Outer { [BertEmbedder(\"models/tiny\")] partial class Bert; }", "partial class @class;", "partial class Bert { partial class Bert { } }", "partial class Bert { int Load => 1; class Layer; }",
        "enum Bert { A }", "delegate void Bert();", "class", "partial class Bert {", "", "partial class other;",
    ];

    private static readonly (string Path, byte[] Content)[] Files =
    [
        ("models/tiny/config.json", """{"vocab_size":61,"hidden_size":32,"num_hidden_layers":3,"num_attention_heads":2,"intermediate_size":64,"max_position_embeddings":64}"""u8.ToArray()),
    ];

    [Fact]
    public void OfAnySyntax()
    {
        output.WriteLine($"seed {FuzzBudget.Seed}, {FuzzBudget.InputsPerReader} inputs");
        int compiled = 0;
        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader; i++)
        {
            string source = Source(random);
            Trial.Run(input => compiled += IsOtherCompiled(Encoding.UTF8.GetString(input)), Encoding.UTF8.GetBytes(source));
        }

        // In the rest a brace or a quote before the class makes something else of it.
        Assert.True(compiled > FuzzBudget.InputsPerReader / 2, $"the class behind the attribute was compiled {compiled} times");
    }

    [Fact]
    public void OfDamagedSources()
    {
        byte[] seed = Encoding.UTF8.GetBytes(
            "using BertGen;\nnamespace Demo;\n[BertEmbedder(\"models/tiny\", ScalarMixParameters = [1, 2, 3], Pooling = BertPooling.Mean), System.Serializable]\npublic sealed partial class Bert { int A => LayerCount; }" + Other);
        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader; i++)
        {
            Trial.Run(input => CompilerInput.Analyze(Encoding.UTF8.GetString(input), Files), Mutation.Apply(seed, random));
        }
    }

    private static int IsOtherCompiled(string source) =>
        CompilerInput.Analyze(source, Files).TryGetValue("Demo.Other.g.cs", out string? written) && written.Contains("public const int HiddenSize = 32;", StringComparison.Ordinal) ? 1 : 0;

    private static string Source(Random random)
    {
        string T(string[] texts) => texts[random.Next(texts.Length)];
        var arguments = new List<string>();
        for (int count = random.Next(7); count > 0; count--)
        {
            string value = T(Values);
            arguments.Add(random.Next(6) switch
            {
                0 => value,
                1 => $"{T(Names)}: {value}",
                2 => T(Names),
                _ => $"{T(Names)} = {value}",
            });
        }

        if (random.Next(4) > 0)
        {
            arguments.Insert(0, "\"models/tiny\"");
        }

        string attribute = random.Next(8) switch
        {
            0 => "PretrainedBertEmbedder",
            1 => "global::BertGen.BertEmbedderAttribute",
            2 => "BertEmbedder] [PretrainedBertEmbedder",
            3 => "Alias",
            _ => "BertEmbedder",
        };
        string text = $"using BertGen; using Alias = BertGen.BertEmbedderAttribute;\nnamespace Demo;\n[{attribute}({string.Join(", ", arguments)})]\n{T(Classes)}{Other}";
        return random.Next(3) == 0 ? text.Remove(random.Next(text.Length - 1), 1) : text;
    }
}
