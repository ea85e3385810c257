using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

/// <summary>Tensors of PyTorch are views of storages: parts, transposed ones, several of one storage.</summary>
public sealed class TorchViewTests : IDisposable
{
    private static readonly float[] Storage = [0, 1, 2, 3, 4, 5, 6, 7];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, new long[] { 2, 4 }, new long[] { 4, 1 }, new float[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(2, new long[] { 2, 3 }, new long[] { 3, 1 }, new float[] { 2, 3, 4, 5, 6, 7 })]
    [InlineData(0, new long[] { 4, 2 }, new long[] { 1, 4 }, new float[] { 0, 4, 1, 5, 2, 6, 3, 7 })]
    [InlineData(1, new long[] { 2, 2 }, new long[] { 4, 2 }, new float[] { 1, 3, 5, 7 })]
    [InlineData(3, new long[] { 2, 3 }, new long[] { 0, 0 }, new float[] { 3, 3, 3, 3, 3, 3 })]
    [InlineData(0, new long[] { 1, 8 }, new long[] { 77, 1 }, new float[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public void A_view_is_read_in_row_major_order(long offset, long[] shape, long[] strides, float[] expected)
    {
        foreach (bool stream in new[] { false, true })
        {
            using Checkpoint checkpoint = Save(offset, shape, strides, stream);
            var spec = WeightSpec.Matrix("a", (int)shape[0], (int)shape[1]);

            Assert.Equal(expected, Values.Read(checkpoint, spec));

            // Any part of it, too.
            TensorEntry tensor = checkpoint.Find("a")!;
            byte[] whole = checkpoint.GetBytes(tensor, 0, (int)tensor.ByteLength).ToArray();
            Assert.Equal(whole[4..^4], checkpoint.GetBytes(tensor, 4, whole.Length - 8).ToArray());
        }
    }

    [Theory]
    [InlineData(1, new long[] { 2, 4 }, new long[] { 4, 1 })]
    [InlineData(0, new long[] { 2, 4 }, new long[] { 5, 1 })]
    [InlineData(9, new long[] { 1 }, new long[] { 1 })]
    [InlineData(-1, new long[] { 1 }, new long[] { 1 })]
    [InlineData(0, new long[] { 2 }, new long[] { -1 })]
    [InlineData(0, new long[] { -2 }, new long[] { 1 })]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1 })]
    [InlineData(0, new long[] { 2, 2 }, new long[] { long.MaxValue, long.MaxValue })]
    [InlineData(0, new long[] { long.MaxValue, 2 }, new long[] { 0, 0 })]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { 1 })]
    public void A_view_outside_its_storage_is_refused(long offset, long[] shape, long[] strides)
    {
        foreach (bool stream in new[] { false, true })
        {
            Assert.Throws<CheckpointException>(() => Save(offset, shape, strides, stream));
        }
    }

    [Fact]
    public void A_view_of_a_part_of_a_storage_counts_from_that_part()
    {
        byte[] pickle = PickleBuilder.Dictionary("a", value => value
            .Global("torch._utils", "_rebuild_tensor_v2").Op('(')
            .Op('(').Text("storage").Global("torch", "FloatStorage").Text("7").Text("cpu").Int(8)
            .Op('(').Text("8").Int(2).Int(4).Op('t', 't', 'Q')
            .Int(1).Tuple(3).Tuple(1).Raw(0x89).Op('N', 't', 'R')).ToArray();
        using Checkpoint checkpoint = Open(TorchFiles.Stream(pickle, ("7", TorchFiles.Floats(Storage), 4)));

        Assert.Equal([3, 4, 5], Values.Read(checkpoint, WeightSpec.Vector("a", 3)));
    }

    [Fact]
    public void Tensors_may_share_a_storage()
    {
        byte[] pickle = new PickleBuilder().Op('}', '(')
            .Text("a").Tensor("0", "FloatStorage", 8, 0, [4], [1])
            .Text("b").Tensor("0", "FloatStorage", 8, 2, [4], [1])
            .Op('u').ToArray();
        using Checkpoint checkpoint = Open(TorchFiles.Zip(pickle, ("0", TorchFiles.Floats(Storage))));

        Assert.Equal([0, 1, 2, 3], Values.Read(checkpoint, WeightSpec.Vector("a", 4)));
        Assert.Equal([2, 3, 4, 5], Values.Read(checkpoint, WeightSpec.Vector("b", 4)));
    }

    [Fact]
    public void A_name_that_is_there_twice_is_refused()
    {
        byte[] pickle = new PickleBuilder().Op('}', '(')
            .Text("a").Tensor("0", "FloatStorage", 8, 0, [4], [1])
            .Text("a").Tensor("0", "FloatStorage", 8, 2, [4], [1])
            .Op('u').ToArray();

        CheckpointException e = Assert.Throws<CheckpointException>(() => Open(TorchFiles.Zip(pickle, ("0", TorchFiles.Floats(Storage)))));

        Assert.Equal("a", e.TensorName);
    }

    [Fact]
    public void Doubles_parameters_and_storages_without_type_are_read()
    {
        byte[] pickle = new PickleBuilder().Op('}', '(')
            .Text("double").Global("torch._utils", "_rebuild_parameter").Op('(').Tensor("0", "DoubleStorage", 2, 0, [2], [1]).Raw(0x88).Op('N', 't', 'R')
            .Text("typed").Global("torch._utils", "_rebuild_tensor_v3").Op('(')
            .Op('(').Text("storage").Global("torch.storage", "UntypedStorage").Text("1").Text("cpu").Int(4).Op('t', 'Q')
            .Int(0).Tuple(2).Tuple(1).Raw(0x89).Op('N').Global("torch", "bfloat16").Op('t', 'R')
            .Text("epoch").Int(3)
            .Op('u').ToArray();
        using Checkpoint checkpoint = Open(TorchFiles.Zip(pickle, ("0", [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2.5)]), ("1", [0x80, 0x3F, 0x00, 0x40])));

        Assert.Equal([1.5f, -2.5f], Values.Read(checkpoint, WeightSpec.Vector("double", 2)));
        Assert.Equal([1f, 2f], Values.Read(checkpoint, WeightSpec.Vector("typed", 2)));
        Assert.Equal(2, checkpoint.Tensors.Count);
    }

    private Checkpoint Save(long offset, long[] shape, long[] strides, bool stream)
    {
        byte[] pickle = PickleBuilder.Dictionary("a", value => value.Tensor("0", "FloatStorage", Storage.Length, offset, shape, strides, stream)).ToArray();
        return Open(stream ? TorchFiles.Stream(pickle, ("0", TorchFiles.Floats(Storage), 4)) : TorchFiles.Zip(pickle, ("0", TorchFiles.Floats(Storage))));
    }

    private Checkpoint Open(byte[] file)
    {
        string path = _folder.File($"{Guid.NewGuid():n}.bin");
        File.WriteAllBytes(path, file);
        return Checkpoint.Open(path);
    }
}
