using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

/// <summary>Files that PyTorch wrote, against the same tensors in a safetensors file.</summary>
public class GoldenTorchTests
{
    [Theory]
    [InlineData("dir_config/pytorch_model.bin", "dir_prefix/model.safetensors")]
    [InlineData("dir_prefix/pytorch_model.bin", "dir_prefix/model.safetensors")]
    [InlineData("dir_extra_keys/pytorch_model.bin", "dir_prefix/model.safetensors")]
    [InlineData("dir_legacy_bin/pytorch_model.bin", "dir_prefix/model.safetensors")]
    [InlineData("dir_gamma_beta/pytorch_model.bin", "dir_prefix/model.safetensors")]
    [InlineData("dir_half/pytorch_model.bin", "dir_half/model.safetensors")]
    [InlineData("archive_config.tar.gz", "dir_prefix/model.safetensors")]
    [InlineData("archive_bert_config.tar.gz", "dir_prefix/model.safetensors")]
    [InlineData("archive_dot.tar.gz", "dir_prefix/model.safetensors")]
    public void A_file_of_PyTorch_has_the_same_values(string file, string reference)
    {
        using Checkpoint expected = Open(reference);
        using Checkpoint actual = Open(file);
        WeightSpec[] table = TinyModel.Weights(vocabulary: 30);
        BoundWeights expectedWeights = expected.Bind(table);
        BoundWeights actualWeights = actual.Bind(table);

        Assert.All(table, spec => Assert.Equal(Values.Read(expectedWeights, spec), Values.Read(actualWeights, spec)));
    }

    [Fact]
    public void Types_and_shapes_are_told()
    {
        using Checkpoint checkpoint = Open("dir_extra_keys/pytorch_model.bin");

        Assert.Contains("embeddings.position_ids I64 [1, 24]", checkpoint.Tensors.Select(tensor => tensor.ToString()));
    }

    [Fact]
    public void A_missing_tensor_is_an_error_that_names_it_and_its_shape()
    {
        using Checkpoint checkpoint = Open("dir_no_pooler/pytorch_model.bin");

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind(TinyModel.Weights(vocabulary: 30)));

        Assert.Equal("pooler.dense.weight", e.TensorName);
        Assert.Contains("pooler.dense.weight: expected F32, F16, BF16 or F64 [8, 8], found no such tensor", e.Message);
    }

    [Fact]
    public void An_archive_hands_over_its_text_files()
    {
        using Checkpoint checkpoint = Open("archive_dot.tar.gz");

        KeyValuePair<string, byte[]> config = Assert.Single(checkpoint.TextFiles);
        Assert.Equal("config.json", config.Key);
        Assert.Equal(File.ReadAllBytes(PathOf("dir_config/config.json")), config.Value);
    }

    [Fact]
    public void An_archive_with_its_files_in_a_folder_has_no_weights()
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Open("archive_nested.tar.gz"));

        Assert.Contains("at the top of this archive", e.Message);
    }

    [Theory]
    [InlineData("dir_config/pytorch_model.bin")]
    [InlineData("dir_legacy_bin/pytorch_model.bin")]
    public void Every_truncation_is_noticed(string file)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(PathOf(file));
        string path = folder.File("pytorch_model.bin");
        for (int length = 0; length < whole.Length; length += 37)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
        }
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "loading", name);

    private static Checkpoint Open(string name) => Checkpoint.Open(PathOf(name));
}
