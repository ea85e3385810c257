using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

public sealed class TensorFlowTests : IDisposable
{
    private static readonly WeightSpec[] Table = TinyModel.Weights(vocabulary: 30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_whole_model_is_read_with_its_names_and_its_matrices_the_other_way_round(int shards)
    {
        using Checkpoint expected = Checkpoint.Open(Path.Combine(AppContext.BaseDirectory, "golden", "loading", "dir_prefix"));
        BoundWeights expectedWeights = expected.Bind(Table);
        SaveModel(expectedWeights, shards);

        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path);
        BoundWeights weights = checkpoint.Bind(Table);

        Assert.All(Table, spec => Assert.Equal(Values.Read(expectedWeights, spec), Values.Read(weights, spec)));
        Assert.DoesNotContain(checkpoint.Tensors, tensor => tensor.Name.Contains("adam") || tensor.Name.Contains("global_step"));
        Assert.Contains("cls.predictions.output_bias F32 [30]", checkpoint.Tensors.Select(tensor => tensor.ToString()));
    }

    [Theory]
    [InlineData("bert_model.ckpt", "bert_model.ckpt")]
    [InlineData("bert_model.ckpt", "bert_model.ckpt.index")]
    [InlineData("bert_model.ckpt", "")]
    [InlineData("model.ckpt", "")]
    [InlineData("model.ckpt-1000", "model.ckpt-1000")]
    public void It_is_named_by_its_folder_its_index_or_what_its_files_share(string saved, string opened)
    {
        new TensorFlowFiles().Add("a", [2], [1, 2]).Save(_folder, saved);

        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(_folder.Path, opened));

        Assert.Equal([1f, 2f], Values.Read(checkpoint, WeightSpec.Vector("a", 2)));
    }

    [Fact]
    public void Damaged_data_is_noticed_by_its_checksum_where_it_is_asked_for()
    {
        new TensorFlowFiles().Add("a", [2], [1, 2]).Add("b", [2], [1, 2]).Save(_folder);
        string data = _folder.File("bert_model.ckpt.data-00000-of-00001");
        byte[] bytes = File.ReadAllBytes(data);
        bytes[^1] ^= 1;
        File.WriteAllBytes(data, bytes);
        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path);

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind([WeightSpec.Vector("b", 2)]));

        Assert.Equal("b", e.TensorName);
        Assert.Contains("checksum", e.Message);
        Assert.Equal([1f, 2f], Values.Read(checkpoint, WeightSpec.Vector("a", 2)));
    }

    [Fact]
    public void A_missing_data_file_is_named()
    {
        new TensorFlowFiles(shardCount: 2).Add("a", [2], [1, 2], shard: 1).Save(_folder);
        File.Delete(_folder.File("bert_model.ckpt.data-00001-of-00002"));

        Assert.Contains("bert_model.ckpt.data-00001-of-00002", Refused().Message);
    }

    [Fact]
    public void Every_flipped_byte_of_the_index_is_noticed()
    {
        string path = new TensorFlowFiles().Add("a", [2], [1, 2]).Add("b/kernel", [1, 2], [3, 4]).Save(_folder);
        byte[] index = File.ReadAllBytes(path);
        int harmless = 0;
        for (int i = 0; i < index.Length; i++)
        {
            byte[] broken = [.. index];
            broken[i] ^= 0x41;
            File.WriteAllBytes(path, broken);
            harmless += Opens() ? 1 : 0;
        }

        // The empty block about the table, with its trailer and its place, and the padding of the footer are not read.
        Assert.InRange(harmless, 1, 8 + 5 + 3 + 40);
    }

    [Fact]
    public void Every_truncation_of_the_index_is_noticed()
    {
        string path = new TensorFlowFiles().Add("a", [2], [1, 2]).Save(_folder);
        byte[] index = File.ReadAllBytes(path);
        for (int length = 0; length < index.Length; length++)
        {
            File.WriteAllBytes(path, index[..length]);
            Refused();
        }
    }

    public static TheoryData<string, byte[]> BrokenRecords => new()
    {
        { "another size than the shape's", [0x08, 1, .. Shape(3), 0x28, 8] },
        { "beyond the data", [0x08, 1, .. Shape(2), 0x20, 1, 0x28, 8] },
        { "a negative offset", [0x08, 1, .. Shape(2), 0x20, .. TensorFlowFiles.Varint(ulong.MaxValue), 0x28, 8] },
        { "a negative size", [0x08, 1, .. Shape(ulong.MaxValue), 0x28, .. TensorFlowFiles.Varint(ulong.MaxValue - 3)] },
        { "a shape that overflows", [0x08, 1, .. Shape(1UL << 62, 4), 0x28, 0] },
        { "too many dimensions", [0x08, 1, .. Shape([.. Enumerable.Repeat(1UL, 17)]), 0x28, 4] },
        { "a data file that is not there", [0x08, 1, .. Shape(2), 0x18, 1, 0x28, 8] },
        { "slices", [0x08, 1, .. Shape(2), 0x28, 8, 0x3A, 0] },
        { "the bytes of another tensor", [0x08, 1, .. Shape(1), 0x20, 4, 0x28, 4] },
        { "an unfinished number", [0x08, 0x80] },
        { "an unfinished message", [0x12, 100] },
        { "an unknown way of writing", [0x0B] },
    };

    [Theory]
    [MemberData(nameof(BrokenRecords))]
    public void A_broken_record_is_refused(string what, byte[] record)
    {
        new TensorFlowFiles().Add("a", [2], [1, 2]).Put("b", record).Save(_folder);

        Assert.False(string.IsNullOrEmpty(Refused().Message), what);
    }

    [Fact]
    public void An_index_without_its_first_record_or_of_another_byte_order_is_refused()
    {
        new TensorFlowFiles().Put("", [0x08, 1, 0x10, 1]).Save(_folder);
        Assert.Contains("byte order", Refused().Message);

        new TensorFlowFiles().Put("", [0x08, 0]).Save(_folder);
        Assert.Contains("data files", Refused().Message);
    }

    [Fact]
    public void Two_variables_of_one_name_are_refused()
    {
        new TensorFlowFiles().Add("a/gamma", [1], [1]).Add("a/weight", [1], [1]).Save(_folder);

        Assert.Contains("a.weight twice", Refused().Message);
    }

    [Fact]
    public void Variables_that_are_no_numbers_are_passed_over()
    {
        new TensorFlowFiles().Add("graph", type: 7, [], [3, 1, 2, 3]).Add("a", [1], [1]).Save(_folder);

        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path);

        Assert.Equal("a", Assert.Single(checkpoint.Tensors).Name);
    }

    private static byte[] Shape(params ulong[] sizes) =>
        TensorFlowFiles.Nested(2, [.. sizes.SelectMany(size => TensorFlowFiles.Nested(2, [0x08, .. TensorFlowFiles.Varint(size)]))]);

    private void SaveModel(BoundWeights weights, int shards)
    {
        var files = new TensorFlowFiles(shards);
        int next = 0;
        foreach (WeightSpec spec in Table)
        {
            bool isMatrixOfLayer = spec.Columns > 0 && !spec.Name.StartsWith("embeddings.", StringComparison.Ordinal);
            float[] values = Values.Read(weights, spec);
            files.Add(
                VariableName(spec.Name),
                isMatrixOfLayer ? [spec.Columns, spec.Rows] : spec.Columns > 0 ? [spec.Rows, spec.Columns] : [spec.Rows],
                isMatrixOfLayer ? Transpose(values, spec.Columns) : values,
                next++ % shards);
            files.Add($"{VariableName(spec.Name)}/adam_m", [1], [0]).Add($"{VariableName(spec.Name)}/adam_v", [1], [0]);
        }

        files.Add("cls/predictions/output_bias", [30], new float[30]);
        files.Add("global_step", type: 9, [], new byte[8]);
        files.Save(_folder);
    }

    private static string VariableName(string name)
    {
        string path = $"bert/{name.Replace("layer.", "layer_", StringComparison.Ordinal).Replace('.', '/')}";
        return name.Contains("LayerNorm", StringComparison.Ordinal) ? path.Replace("/weight", "/gamma", StringComparison.Ordinal).Replace("/bias", "/beta", StringComparison.Ordinal)
            : name.Contains("_embeddings", StringComparison.Ordinal) ? path.Replace("/weight", "", StringComparison.Ordinal)
            : path.Replace("/weight", "/kernel", StringComparison.Ordinal);
    }

    private static float[] Transpose(float[] values, int columns)
    {
        int rows = values.Length / columns;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % rows * columns) + (i / rows)])];
    }

    private bool Opens()
    {
        try
        {
            Checkpoint.Open(_folder.Path).Dispose();
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    private CheckpointException Refused() => Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder.Path));
}
