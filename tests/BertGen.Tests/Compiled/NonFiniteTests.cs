using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tests.Checkpoints;

namespace BertGen.Tests.Compiled;

/// <summary>Vectors that are not finite are an error that names the first operation which made them. All weights are finite: others do not load.</summary>
public sealed class NonFiniteTests
{
    [Theory]
    [InlineData("encoder.layer.0.attention.self.value.weight", "the product with 'encoder.layer.0.attention.self.query+encoder.layer.0.attention.self.key+encoder.layer.0.attention.self.value.weight'")]
    [InlineData("encoder.layer.0.attention.output.LayerNorm.weight", "the LayerNorm 'encoder.layer.0.attention.output.LayerNorm.weight'")]
    [InlineData("encoder.layer.1.intermediate.dense.weight", "the product with 'encoder.layer.1.intermediate.dense.weight'")]
    [InlineData("encoder.layer.1.output.dense.weight", "the sum of the residual and the product with 'encoder.layer.1.output.dense.weight'")]
    [InlineData("embeddings.LayerNorm.weight", "the sum of the embeddings, after the LayerNorm 'embeddings.LayerNorm.weight'")]
    public void TheFirstOperationThatIsNotFiniteIsNamed(string tensors, string operation)
    {
        using TemporaryFolder folder = WithHugeValues(tensors);
        using var model = EndToEndMean.Load(folder.Path, cache: false);
        using var largest = EndToEndMax.Load(folder.Path, cache: false);
        model.MaxThreads = 2;

        NonFiniteResultException[] errors =
        [
            Assert.Throws<NonFiniteResultException>(() => model.Embed("the dog", "a")),
            Assert.Throws<NonFiniteResultException>(() => largest.Embed("the dog", "a")),
            Assert.Throws<NonFiniteResultException>(() => model.Forward(Tensor.Create([.. Enumerable.Range(5, 2000)], [50, 40]))),
        ];

        Assert.All(errors, error => Assert.Equal(operation, error.Operation));
        Assert.Equal([nameof(EndToEndMean), nameof(EndToEndMax), nameof(EndToEndMean)], errors.Select(error => error.Model));
        Assert.All(errors, error => Assert.StartsWith(error.Model + ": ", error.Message, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.Contains(operation, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void AMixThatIsNotFiniteIsFoundAndTheClassGoesOn()
    {
        using var model = EndToEndMean.Load(Models.EndToEnd);
        Tensor<int> ids = Tensor.Create([.. Enumerable.Range(5, 24)], [2, 12]);
        float[] expected = Models.Values(model.Forward(ids));
        model.ScalarMix.Gamma = float.PositiveInfinity;

        Assert.StartsWith("the scalar mix", Assert.Throws<NonFiniteResultException>(() => model.Forward(ids)).Operation, StringComparison.Ordinal);
        Assert.All(Models.Values(model.Embed("the dog")), value => Assert.True(float.IsFinite(value)));

        model.ScalarMix.Gamma = 1f;
        Assert.Equal(expected, Models.Values(model.Forward(ids)));
    }

    /// <summary>The small model with values in some tensors that are finite, but whose products are not.</summary>
    private static TemporaryFolder WithHugeValues(string tensors)
    {
        var folder = new TemporaryFolder();
        foreach (string name in (string[])["config.json", "vocab.txt"])
        {
            File.Copy(Path.Combine(Models.EndToEnd, name), folder.File(name));
        }

        byte[] file = File.ReadAllBytes(Path.Combine(Models.EndToEnd, "model.safetensors"));
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument json = JsonDocument.Parse(file.AsMemory(8, header));
        foreach (string tensor in tensors.Split(' '))
        {
            int[] range = [.. json.RootElement.GetProperty(tensor).GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            for (int place = 8 + header + range[0]; place < 8 + header + range[1]; place += sizeof(float))
            {
                BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(place), 3e38f);
            }
        }

        File.WriteAllBytes(folder.File("model.safetensors"), file);
        return folder;
    }
}
