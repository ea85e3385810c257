using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_come_from_the_shards_that_the_index_names()
    {
        SaveShard("one.safetensors", ("a", 1), ("b", 2));
        SaveShard("two.safetensors", ("a", 3), ("c", 4));
        using Checkpoint checkpoint = OpenIndex("""{"metadata":{"total_size":16},"weight_map":{"b":"one.safetensors","a":"two.safetensors","c":"two.safetensors"}}""");

        BoundWeights weights = checkpoint.Bind([WeightSpec.Vector("a", 1), WeightSpec.Vector("b", 1), WeightSpec.Vector("c", 1)]);

        Assert.Equal(3, Read(weights, "a"));
        Assert.Equal(2, Read(weights, "b"));
        Assert.Equal(4, Read(weights, "c"));
        Assert.Equal(3, checkpoint.Tensors.Count);
    }

    [Fact]
    public void An_index_may_start_with_a_byte_order_mark()
    {
        SaveShard("one.safetensors", ("a", 1));
        using Checkpoint checkpoint = OpenIndex("\uFEFF" + """{"weight_map":{"a":"one.safetensors"}}""");

        Assert.Equal("a", Assert.Single(checkpoint.Tensors).Name);
    }

    [Fact]
    public void All_shards_are_free_after_disposal()
    {
        SaveShard("one.safetensors", ("a", 1));
        SaveShard("two.safetensors", ("b", 1));
        OpenIndex("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""").Dispose();

        foreach (string shard in new[] { "one.safetensors", "two.safetensors" })
        {
            using var exclusive = new FileStream(_folder.File(shard), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
    }

    [Fact]
    public void A_missing_shard_is_named()
    {
        SaveShard("one.safetensors", ("a", 1));

        CheckpointException e = AssertBroken("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");

        Assert.Contains("expected the shard two.safetensors", e.Message);
    }

    [Fact]
    public void A_tensor_that_its_shard_does_not_hold_is_named()
    {
        SaveShard("one.safetensors", ("a", 1));

        CheckpointException e = AssertBroken("""{"weight_map":{"b":"one.safetensors"}}""");

        Assert.Equal("b", e.TensorName);
        Assert.Contains("one.safetensors", e.Message);
    }

    [Theory]
    [InlineData("../one.safetensors")]
    [InlineData("sub/../../one.safetensors")]
    [InlineData("/one.safetensors")]
    [InlineData("C:\\\\one.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    public void A_shard_outside_the_folder_is_refused(string shard)
    {
        CheckpointException e = AssertBroken($$$"""{"weight_map":{"a":"{{{shard}}}"}}""");

        Assert.Equal("a", e.TensorName);
        Assert.Contains("in the index's folder", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{"a":1}}""")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":"one.safetensors"},"weight_map":{}}""")]
    [InlineData("""{"weight_map":{"a":"one.safetensors"}""")]
    [InlineData("""{"weight_map":{"a":"one.safetensors"}} x""")]
    public void A_broken_index_is_refused(string json)
    {
        SaveShard("one.safetensors", ("a", 1));

        AssertBroken(json);
    }

    private CheckpointException AssertBroken(string json) => Assert.Throws<CheckpointException>(() => OpenIndex(json).Dispose());

    private Checkpoint OpenIndex(string json)
    {
        File.WriteAllText(_folder.File("model.safetensors.index.json"), json);
        return Checkpoint.Open(_folder.Path);
    }

    private void SaveShard(string file, params (string Name, float Value)[] tensors)
    {
        var writer = new SafetensorsWriter();
        foreach ((string name, float value) in tensors)
        {
            writer.Add(name, [1], [value]);
        }

        writer.Save(_folder.File(file));
    }

    private static float Read(BoundWeights weights, string name)
    {
        float value = 0;
        weights.Read(name, new Span<float>(ref value));
        return value;
    }
}
