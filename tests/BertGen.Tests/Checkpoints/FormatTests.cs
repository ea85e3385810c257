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
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin")]
    public void A_pointer_of_Git_LFS_is_told(string name)
    {
        File.WriteAllText(_folder.File(name), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4\n");

        Assert.Contains("git lfs pull", Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder.Path)).Message);
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
