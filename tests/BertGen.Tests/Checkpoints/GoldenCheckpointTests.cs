using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

/// <summary>One small model, stored in the ways that checkpoints are found in.</summary>
public class GoldenCheckpointTests
{
    private const string SomeMatrix = "encoder.layer.1.output.dense.weight";

    [Theory]
    [InlineData("dir_gamma_beta")]
    [InlineData("dir_extra_keys")]
    public void Every_spelling_of_the_names_gives_the_same_values(string folder)
    {
        using Checkpoint expected = Open("dir_prefix");
        using Checkpoint actual = Open(folder);
        BoundWeights expectedWeights = expected.Bind(TinyModel.Weights(vocabulary: 30));
        BoundWeights actualWeights = actual.Bind(TinyModel.Weights(vocabulary: 30));

        foreach (WeightSpec spec in TinyModel.Weights(vocabulary: 30))
        {
            Assert.Equal(Values.Read(expectedWeights, spec), Values.Read(actualWeights, spec));
        }
    }

    [Fact]
    public void Values_are_those_that_were_stored()
    {
        using Checkpoint checkpoint = Open("dir_prefix");
        float[] values = Values.Read(checkpoint.Bind(TinyModel.Weights(vocabulary: 30)), WeightSpec.Matrix(SomeMatrix, 8, 14));

        Assert.Equal([0.31955415f, 0.11353035f, 0.37487054f, -0.22014172f], values[..4]);
    }

    [Fact]
    public void Half_precision_is_widened()
    {
        using Checkpoint full = Open("dir_prefix");
        using Checkpoint half = Open("dir_half");
        BoundWeights fullWeights = full.Bind(TinyModel.Weights(vocabulary: 30));
        BoundWeights halfWeights = half.Bind(TinyModel.Weights(vocabulary: 30));

        foreach (WeightSpec spec in TinyModel.Weights(vocabulary: 30))
        {
            IEnumerable<float> rounded = Values.Read(fullWeights, spec).Select(value => (float)(Half)value);
            Assert.Equal(rounded, Values.Read(halfWeights, spec));
        }
    }

    [Fact]
    public void A_wrong_shape_names_the_file_the_tensor_the_expected_and_the_found_shape()
    {
        using Checkpoint checkpoint = Open("dir_bad_shape");

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind(TinyModel.Weights(vocabulary: 31)));

        Assert.Equal("embeddings.word_embeddings.weight", e.TensorName);
        Assert.Equal(checkpoint.Path, e.Path);
        Assert.Equal(
            $"{checkpoint.Path}: does not fit the compiled model.\n" +
            "  embeddings.word_embeddings.weight: expected F32, F16, BF16 or F64 [31, 8], found F32 [30, 8]",
            e.Message);
    }

    [Fact]
    public void Tensors_of_all_types_are_listed()
    {
        using Checkpoint checkpoint = Open("dir_extra_keys");

        Assert.Contains("embeddings.position_ids I64 [1, 24]", checkpoint.Tensors.Select(tensor => tensor.ToString()));
    }

    private static Checkpoint Open(string folder) =>
        Checkpoint.Open(Path.Combine(AppContext.BaseDirectory, "golden", "loading", folder));
}
