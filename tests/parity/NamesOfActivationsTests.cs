using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Engine.Kernels;
using BertGen.Generator.Configuration;
using BertGen.Parity.Compiling;
using Microsoft.CodeAnalysis;

namespace BertGen.Parity;

/// <summary>Case 26, names of activations: names of one function compile to it, and no other function is suggested.</summary>
public sealed class NamesOfActivationsTests : IDisposable
{
    private static readonly string Recorded = Path.Combine(RepositoryFolder.Golden, "activations");

    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Recorded, "expected.json"))).RootElement;

    private readonly string _folder = Directory.CreateTempSubdirectory("activations").FullName;

    public static TheoryData<BertTarget, string> Names()
    {
        var names = new TheoryData<BertTarget, string>();
        foreach (BertTarget target in Targets.All)
        {
            foreach (JsonProperty row in Expected.GetProperty("vectors").EnumerateObject())
            {
                names.Add(target, row.Name);
            }
        }

        return names;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void ANameComputesTheReferencesFunction(BertTarget target, string name)
    {
        using IParityEmbedder embedder = new ModelUnderTest(ModelWith(name), "TopLayerOnly = true", target).Load();
        int[] ids = [.. Expected.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32())];
        float[] expected = [.. Expected.GetProperty("vectors").GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
        float[] pieces = new float[ids.Length * expected.Length];
        embedder.Forward(Tensor.Create(ids, [1, ids.Length])).FlattenTo(pieces);

        for (int i = 0; i < expected.Length; i++)
        {
            float mean = Enumerable.Range(0, ids.Length).Average(piece => pieces[(piece * expected.Length) + i]);
            Assert.InRange(mean, expected[i] - 5e-6f, expected[i] + 5e-6f);
        }
    }

    /// <summary>The compiler's table and the runtime's are one, and every function of the enumerations has a name.</summary>
    [Fact]
    public void BothTablesAreOne()
    {
        Assert.Equal(Activations.Names.Order(StringComparer.Ordinal), ActivationTable.Names.Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.All(Activations.Names, name => Assert.Equal(Activations.Parse(name).ToString(), ActivationTable.Find(name).ToString()));
        Assert.Equal(Enum.GetNames<Engine.Activation>(), Enum.GetNames<Activation>());
        Assert.Equal(
            Enum.GetValues<Activation>().Where(activation => activation != Activation.None).Order(),
            Activations.Names.Select(name => Activations.Parse(name)!.Value).Distinct().Order());
        Assert.Equal(
            Activations.Names.Order(StringComparer.Ordinal),
            Expected.GetProperty("vectors").EnumerateObject().Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> OtherFunctions() =>
        [.. Expected.GetProperty("known_names").EnumerateArray().Select(name => name.GetString()!).Except(Activations.Names)];

    [Theory]
    [MemberData(nameof(OtherFunctions))]
    public async Task AFunctionOfTheReferenceThatIsNotOursHasNoSuggestion(string name)
    {
        Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(new ModelUnderTest(ModelWith(name))));
        Assert.Equal("BERT027", finding.Id);
        Assert.DoesNotContain("did you mean", finding.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GELU", "gelu")]
    [InlineData("gelo", "gelu")]
    [InlineData("gelu_pytorch_tahn", "gelu_pytorch_tanh")]
    public async Task ASlipHasOne(string name, string meant)
    {
        Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(new ModelUnderTest(ModelWith(name))));
        Assert.Equal("BERT027", finding.Id);
        Assert.EndsWith($"did you mean \"{meant}\"?", finding.GetMessage(), StringComparison.Ordinal);
    }

    private string ModelWith(string activation)
    {
        string folder = Path.Combine(_folder, activation);
        Directory.CreateDirectory(folder);
        string config = File.ReadAllText(Path.Combine(Recorded, "config.json")).Replace("\"gelu_python\"", $"\"{activation}\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        File.Copy(Path.Combine(Recorded, "model.safetensors"), Path.Combine(folder, "model.safetensors"));
        return folder;
    }
}
