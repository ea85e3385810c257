using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

public sealed class WeightBinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_problems_are_told_at_once()
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add("bert.a", [2], [1, 2]);
            writer.Add("bert.b", TensorElementType.I32, [2], new byte[8]);
            writer.Add("bert.c", [2, 1], [1, 2]);
        });

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind(
            [WeightSpec.Vector("a", 2), WeightSpec.Vector("b", 2), WeightSpec.Vector("c", 2), WeightSpec.Matrix("d", 3, 4)]));

        Assert.Equal("b", e.TensorName);
        Assert.Equal(
            $"{checkpoint.Path}: does not fit the compiled model.\n" +
            "  b: expected F32, F16, BF16 or F64 [2], found bert.b I32 [2]\n" +
            "  c: expected F32, F16, BF16 or F64 [2], found bert.c F32 [2, 1]\n" +
            "  d: expected F32, F16, BF16 or F64 [3, 4], found no such tensor",
            e.Message);
    }

    [Fact]
    public void A_long_list_of_problems_is_cut()
    {
        using Checkpoint checkpoint = Save(writer => writer.Add("other", [1], [1]));
        WeightSpec[] table = [.. Enumerable.Range(0, 13).Select(i => WeightSpec.Vector($"w{i}", 1))];

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind(table));

        Assert.Contains("\n  w9: ", e.Message);
        Assert.DoesNotContain("w10", e.Message);
        Assert.EndsWith("\n  and 3 more", e.Message);
    }

    [Fact]
    public void An_exact_name_wins_over_a_prefixed_one()
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add("bert.a", [1], [1]);
            writer.Add("a", [1], [2]);
        });

        Assert.Equal([2f], Read(checkpoint.Bind([WeightSpec.Vector("a", 1)]), "a", 1));
    }

    [Fact]
    public void The_prefix_is_on_all_names_or_on_none()
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add("bert.a", [1], [1]);
            writer.Add("b", [1], [2]);
        });

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind([WeightSpec.Vector("a", 1), WeightSpec.Vector("b", 1)]));
        Assert.Equal("a", e.TensorName);
    }

    [Fact]
    public void A_new_LayerNorm_name_wins_over_an_old_one()
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add("x.LayerNorm.gamma", [1], [1]);
            writer.Add("x.LayerNorm.weight", [1], [2]);
            writer.Add("x.LayerNorm.beta", [1], [3]);
        });

        BoundWeights weights = checkpoint.Bind([WeightSpec.Vector("x.LayerNorm.weight", 1), WeightSpec.Vector("x.LayerNorm.bias", 1)]);

        Assert.Equal([2f], Read(weights, "x.LayerNorm.weight", 1));
        Assert.Equal([3f], Read(weights, "x.LayerNorm.bias", 1));
    }

    [Fact]
    public void An_optional_tensor_may_be_absent_but_not_of_another_shape()
    {
        using Checkpoint checkpoint = Save(writer => writer.Add("mix", [2], [1, 2]));

        BoundWeights weights = checkpoint.Bind([WeightSpec.OptionalVector("gamma", 1), WeightSpec.OptionalVector("mix", 2)]);

        Assert.False(weights.Has("gamma"));
        Assert.True(weights.Has("mix"));
        Assert.Throws<ArgumentException>(() => Read(weights, "gamma", 1));
        Assert.Throws<CheckpointException>(() => checkpoint.Bind([WeightSpec.OptionalVector("mix", 3)]));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "bert.")]
    [InlineData("bert.", "")]
    [InlineData("bert.", "bert.")]
    public void An_optional_tensor_is_found_whatever_prefix_the_rest_has(string prefix, string optionalPrefix)
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add(prefix + "a", [1], [1]);
            writer.Add(optionalPrefix + "mix.gamma", [1], [2]);
        });

        BoundWeights weights = checkpoint.Bind([WeightSpec.Vector("a", 1), WeightSpec.OptionalVector("mix.gamma", 1)]);

        Assert.Equal([1f], Read(weights, "a", 1));
        Assert.Equal([2f], Read(weights, "mix.gamma", 1));
    }

    [Theory]
    [InlineData("mix.gamma", "mix.w.0", "mix.w.1")]
    [InlineData("mix.w.0", "mix.w.1", "mix.gamma")]
    [InlineData("mix.w.1", "mix.w.0", "mix.gamma")]
    [InlineData("mix.w.0", "mix.gamma")]
    [InlineData("mix.w.0", "mix.w.1")]
    public void Optional_tensors_of_one_group_are_all_there_or_none(string missing, params string[] present)
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add("bert.a", [1], [1]);
            foreach (string name in present)
            {
                writer.Add(name, [1], [1]);
            }
        });
        WeightSpec[] table =
        [
            WeightSpec.Vector("a", 1),
            .. from name in present.Append(missing).Order() select WeightSpec.OptionalVector(name, 1),
            WeightSpec.OptionalVector("other.gamma", 1),
        ];

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind(table));

        Assert.Equal(missing, e.TensorName);
        Assert.EndsWith($"\n  {missing}: expected F32, F16, BF16 or F64 [1], found no such tensor", e.Message);
    }

    [Fact]
    public void Reading_checks_the_name_and_the_room()
    {
        using Checkpoint checkpoint = Save(writer => writer.Add("a", [2], [1, 2]));
        BoundWeights weights = checkpoint.Bind([WeightSpec.Vector("a", 2)]);

        Assert.Contains("no b", Assert.Throws<ArgumentException>(() => weights.Has("b")).Message);
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => Read(weights, "a", 3)).Message);
    }

    [Fact]
    public void An_unaligned_float32_tensor_is_read()
    {
        string path = _folder.File("odd.safetensors");
        byte[] file = RawSafetensors.File("{" + RawSafetensors.Tensor("a", "F32", "[1]", 0, 4) + "}" + " ", 4);
        int odd = (file.Length - 4) % 4;
        Assert.NotEqual(0, odd);
        MemoryMarshal.Write(file.AsSpan(file.Length - 4), 1.5f);
        File.WriteAllBytes(path, file);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        BoundWeights weights = checkpoint.Bind([WeightSpec.Vector("a", 1)]);

        Assert.Equal([1.5f], Read(weights, "a", 1));
    }

    [Fact]
    public void A_tensor_of_several_parts_is_read_whole()
    {
        const int Count = (1 << 21) + 5;
        ushort[] bits = [.. Enumerable.Range(0, Count).Select(i => (ushort)(i * 7 & 0xBFFF))]; // Without the bit that makes them infinite.
        using Checkpoint checkpoint = Save(writer => writer.Add("a", TensorElementType.BF16, [Count], MemoryMarshal.AsBytes<ushort>(bits).ToArray()));

        float[] values = Read(checkpoint.Bind([WeightSpec.Vector("a", Count)]), "a", Count);

        Assert.Equal(bits.Select(b => b << 16), values.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x.")]
    public void Modules_that_are_stored_apart_are_one_tensor(string prefix)
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add(prefix + "layers.12.k.weight", [2, 2], [3, 4, 5, 6]);
            writer.Add(prefix + "layers.12.q.weight", [1, 2], [1, 2]);
            writer.Add(prefix + "layers.12.q.bias", [1], [7]);
            writer.Add(prefix + "layers.12.k.bias", [2], [8, 9]);
            writer.Add(prefix + "norm.weight", [2], [10, 11]);
        });

        BoundWeights weights = checkpoint.Bind(
            [WeightSpec.Matrix("encoder.layers.12.qk.weight", 3, 2), WeightSpec.Vector("encoder.layers.12.qk.bias", 3), WeightSpec.Vector("emb_ln.weight", 2)], Apart);

        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], Read(weights, "encoder.layers.12.qk.weight", 6));
        Assert.Equal([7f, 8f, 9f], Read(weights, "encoder.layers.12.qk.bias", 3));
        Assert.Equal([10f, 11f], Read(weights, "emb_ln.weight", 2));
    }

    [Theory]
    [InlineData("layers.1.k.weight", 2, TensorElementType.F16)]
    [InlineData("layers.1.k.weight", 3, TensorElementType.F32)]
    [InlineData("layers.2.k.weight", 2, TensorElementType.F32)]
    [InlineData("layers.1x.k.weight", 2, TensorElementType.F32)]
    public void Parts_that_do_not_fit_are_no_tensor(string name, int columns, TensorElementType type)
    {
        using Checkpoint checkpoint = Save(writer =>
        {
            writer.Add("layers.1.q.weight", [1, 2], [1, 2]);
            writer.Add(name, type, [1, columns], new byte[columns * (type == TensorElementType.F16 ? 2 : 4)]);
        });

        CheckpointException e = Assert.Throws<CheckpointException>(() => checkpoint.Bind([WeightSpec.Matrix("encoder.layers.1.qk.weight", 2, 2)], Apart));
        Assert.Contains("encoder.layers.1.qk.weight: expected F32, F16, BF16 or F64 [2, 2], found no such tensor", e.Message, StringComparison.Ordinal);
    }

    private static ModelConfig Apart => new()
    {
        Architecture = "Model",
        Prefixes = ["x."],
        OtherNames = [new("encoder.layers.*.qk", "layers.*.q", "layers.*.k"), new("emb_ln", "norm")],
        Keys = [],
    };

    private Checkpoint Save(Action<SafetensorsWriter> fill)
    {
        var writer = new SafetensorsWriter();
        fill(writer);
        string path = _folder.File("model.safetensors");
        writer.Save(path);
        return Checkpoint.Open(path);
    }

    private static float[] Read(BoundWeights weights, string name, int count)
    {
        float[] values = new float[count];
        weights.Read(name, values);
        return values;
    }
}
