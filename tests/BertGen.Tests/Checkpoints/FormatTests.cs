using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

/// <summary>Which file is read, and as what.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_several_files_in_a_folder_the_first_in_order_wins()
    {
        new TensorFlowFiles().Add("a", [1], [6]).Save(_folder, "model.ckpt");
        AssertOpens(6);
        new TensorFlowFiles().Add("a", [1], [5]).Save(_folder);
        AssertOpens(5);
        SaveTorch("shard.bin", 4);
        File.WriteAllText(_folder.File("pytorch_model.bin.index.json"), """{"weight_map":{"a":"shard.bin"}}""");
        AssertOpens(4);
        SaveTorch("pytorch_model.bin", 3);
        AssertOpens(3);
        SaveSafetensors("shard.safetensors", 2);
        File.WriteAllText(_folder.File("model.safetensors.index.json"), """{"weight_map":{"a":"shard.safetensors"}}""");
        AssertOpens(2);
        SaveSafetensors("model.safetensors", 1);
        AssertOpens(1);
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("weights.pt")]
    [InlineData("0123456789abcdef")]
    public void A_file_of_any_other_name_is_known_by_its_content(string name)
    {
        SaveTorch(name, 1);
        AssertOpens(1, name);
        SaveSafetensors(name, 2);
        AssertOpens(2, name);
        File.WriteAllBytes(_folder.File(name), TarBuilder.Gzip(TarBuilder.Tar(System.Formats.Tar.TarEntryFormat.Pax, ("model.safetensors", File.ReadAllBytes(_folder.File(name))))));
        AssertOpens(2, name);
    }

    [Theory]
    [InlineData("model.safetensors", "expected weights")]
    [InlineData("pytorch_model.bin", "expected weights")]
    [InlineData("model.safetensors.index.json", "expected an index of shards")]
    [InlineData("bert_model.ckpt.index", "expected weights")]
    public void A_pointer_of_Git_LFS_is_told(string name, string expected)
    {
        File.WriteAllText(_folder.File(name), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n");

        string message = Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder.Path)).Message;
        Assert.StartsWith($"{_folder.File(name)}: {expected}, found a pointer of Git LFS", message);
        Assert.Contains("git lfs pull", message);
    }

    [Fact]
    public void A_pointer_of_Git_LFS_is_no_config()
    {
        File.WriteAllText(_folder.File("config.json"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n");

        Assert.Contains("expected a config, found a pointer of Git LFS", Assert.Throws<CheckpointException>(() => BertConfig.Load(_folder.Path)).Message);
    }

    [Fact]
    public void A_path_that_leads_to_nothing_says_where_it_was_looked_for_and_how_models_come_there()
    {
        string message = Assert.Throws<CheckpointException>(() => Checkpoint.Open("models/none")).Message;
        Assert.Contains(Path.GetFullPath("models/none"), message);
        Assert.Contains(Path.Combine(AppContext.BaseDirectory, "models", "none"), message);
        Assert.Contains("A build copies the models", message);
    }

    [Fact]
    public void A_shard_must_hold_tensors_itself()
    {
        File.WriteAllText(_folder.File("model.safetensors.index.json"), """{"weight_map":{"a":"model.safetensors.index.json"}}""");

        Assert.Contains("expected a file with tensors", Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder.Path)).Message);
    }

    private void AssertOpens(float expected, string file = "")
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(_folder.Path, file));
        Assert.Equal([expected], Values.Read(checkpoint, WeightSpec.Vector("a", 1)));
    }

    private void SaveTorch(string name, float value)
    {
        byte[] pickle = PickleBuilder.Dictionary("a", tensor => tensor.Tensor("0", "FloatStorage", 1, 0, [1], [1])).ToArray();
        File.WriteAllBytes(_folder.File(name), TorchFiles.Zip(pickle, ("0", TorchFiles.Floats(value))));
    }

    private void SaveSafetensors(string name, float value)
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [1], [value]);
        writer.Save(_folder.File(name));
    }
}
