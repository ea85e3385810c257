using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

public sealed class FiniteCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void The_first_value_that_is_not_finite_is_found_wherever_it_is(float value)
    {
        for (int length = 1; length < 70; length++)
        {
            float[] values = [.. Enumerable.Repeat(-float.MaxValue, length)];
            Assert.Equal(-1, FiniteCheck.FindFirst(values));
            for (int i = 0; i < length; i++)
            {
                float[] bad = [.. values];
                bad[i] = bad[^1] = value;
                Assert.Equal(i, FiniteCheck.FindFirst(bad));
            }
        }
    }

    [Fact]
    public void An_empty_tensor_is_finite() => Assert.Equal(-1, FiniteCheck.FindFirst([]));

    [Theory]
    [InlineData(TensorElementType.F32)]
    [InlineData(TensorElementType.F64)]
    [InlineData(TensorElementType.F16)]
    [InlineData(TensorElementType.BF16)]
    public void A_weight_that_is_not_finite_is_an_error_that_names_the_tensor_and_the_position(TensorElementType type)
    {
        byte[] values = type switch
        {
            TensorElementType.F32 => MemoryMarshal.AsBytes<float>([0, 1, 2, 3, float.NaN, 5]).ToArray(),
            TensorElementType.F64 => MemoryMarshal.AsBytes<double>([0, 1, 2, 3, 1e300, 5]).ToArray(), // Infinite as float32.
            TensorElementType.F16 => MemoryMarshal.AsBytes<Half>([(Half)0, (Half)1, (Half)2, (Half)3, Half.NaN, (Half)5]).ToArray(),
            _ => MemoryMarshal.AsBytes<ushort>([0, 0, 0, 0, 0x7F80, 0]).ToArray(),
        };
        var writer = new SafetensorsWriter();
        writer.Add("bert.a", type, [2, 3], values);
        writer.Save(_folder.File("model.safetensors"));
        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path);
        BoundWeights weights = checkpoint.Bind([WeightSpec.Matrix("a", 2, 3)]);

        CheckpointException read = Assert.Throws<CheckpointException>(() => weights.Read("a", new float[6]));
        Assert.Equal("bert.a", read.TensorName);
        Assert.Contains("bert.a: expected finite numbers, found ", read.Message);
        Assert.EndsWith(" at [1, 1].", read.Message);

        // In parts of another size, the same.
        var inParts = Assert.Throws<CheckpointException>(() => weights.ReadParts("a", 2, row => (row * 3, 3), (_, _) => { }));
        Assert.Equal(read.Message, inParts.Message);
    }

    /// <summary>Large tensors are read in parts on all processors, which end in any order.</summary>
    [Theory]
    [InlineData(TensorElementType.F32)]
    [InlineData(TensorElementType.F16)]
    public void Of_many_values_that_are_not_finite_the_first_is_reported(TensorElementType type)
    {
        const int Rows = 500, Columns = 1000;
        float[] values = new float[Rows * Columns];
        values.AsSpan(300_456).Fill(float.NaN);
        byte[] bytes = type == TensorElementType.F32
            ? MemoryMarshal.AsBytes<float>(values).ToArray()
            : MemoryMarshal.AsBytes<Half>([.. values.Select(value => (Half)value)]).ToArray();
        var writer = new SafetensorsWriter();
        writer.Add("a", type, [Rows, Columns], bytes);
        writer.Save(_folder.File("model.safetensors"));
        using Checkpoint checkpoint = Checkpoint.Open(_folder.Path);
        BoundWeights weights = checkpoint.Bind([WeightSpec.Matrix("a", Rows, Columns)]);

        CheckpointException read = Assert.Throws<CheckpointException>(() => weights.Read("a", values));
        Assert.EndsWith(" at [300, 456].", read.Message);

        // In parts of another size, the same.
        var inParts = Assert.Throws<CheckpointException>(() => weights.ReadParts("a", Rows, row => (row * Columns, Columns), (_, _) => { }));
        Assert.Equal(read.Message, inParts.Message);
    }
}
