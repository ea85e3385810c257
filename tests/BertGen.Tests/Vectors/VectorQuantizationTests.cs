using System.Buffers;
using System.Numerics.Tensors;
using BertGen.Vectors;

namespace BertGen.Tests.Vectors;

public sealed class VectorQuantizationTests
{
    public static IEnumerable<object[]> Recorded => RecordedQuantization.Calls.Select(call => new object[] { call.Id, call.Precision });

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Recorded_calls_give_the_same_bytes(string id, string precision)
    {
        Tensor<float> input = RecordedQuantization.Find<float>($"{id}.input")!;
        switch (precision)
        {
            case "int8":
                AssertSame(RecordedQuantization.Find<sbyte>($"{id}.output")!, VectorQuantization.ToInt8(input, RangesOf(id, input)));
                break;
            case "uint8":
                AssertSame(RecordedQuantization.Find<byte>($"{id}.output")!, VectorQuantization.ToUInt8(input, RangesOf(id, input)));
                break;
            case "binary":
                AssertSame(RecordedQuantization.Find<sbyte>($"{id}.output")!, VectorQuantization.ToBinary(input));
                break;
            default:
                Assert.Equal("ubinary", precision);
                AssertSame(RecordedQuantization.Find<byte>($"{id}.output")!, VectorQuantization.ToUBinary(input));
                break;
        }
    }

    [Fact]
    public void The_steps_of_a_component_without_a_range_are_1()
    {
        var ranges = new QuantizationRanges([2f], [2f]);

        AssertSame(Tensor.Create(new byte[] { 0, 0, 1, 255 }, [4, 1]), VectorQuantization.ToUInt8(Tensor.Create(new[] { 1f, 2.5f, 3f, 1e9f }, [4, 1]), ranges));
    }

    [Fact]
    public void Zeros_of_both_signs_are_not_positive() =>
        AssertSame(Tensor.Create(new byte[] { 0b0010_0000 }, [1, 1]), VectorQuantization.ToUBinary(Tensor.Create(new[] { 0f, -0f, float.Epsilon, -1f }, [1, 4])));

    [Fact]
    public void Vectors_that_are_a_part_of_others_are_read_in_their_own_order()
    {
        Tensor<float> whole = Tensor.Create(new[] { 1f, -1f, 1f, -1f, 1f, -1f }, [2, 3]);

        AssertSame(Tensor.Create(new byte[] { 0b1000_0000, 0b0100_0000 }, [2, 1]), VectorQuantization.ToUBinary(whole.AsReadOnlyTensorSpan().Slice(new NRange(0, 2), new NRange(0, 2))));
    }

    [Fact]
    public void No_vectors_give_no_bytes() => Assert.Equal([(nint)0, 2], VectorQuantization.ToBinary(Tensor.Create(Array.Empty<float>(), [0, 9])).Lengths);

    [Fact]
    public void What_has_no_place_is_an_error()
    {
        Tensor<float> one = Tensor.Create(new[] { 1f, float.NaN }, [1, 2]);
        var ranges = new QuantizationRanges([0, 0], [1, 1]);

        Assert.Contains("[0, 1] is no number", Assert.Throws<ArgumentException>(() => VectorQuantization.ToInt8(one, ranges)).Message);
        Assert.Contains("[0, 1] is no number", Assert.Throws<ArgumentException>(() => VectorQuantization.ToBinary(one)).Message);
        Assert.Contains("ranges for 2 components; found 1", Assert.Throws<ArgumentException>(() => VectorQuantization.ToInt8(one, new QuantizationRanges([0], [1]))).Message);
        Assert.Contains("(2)", Assert.Throws<ArgumentException>(() => VectorQuantization.ToBinary(Tensor.Create(new[] { 1f, 2f }, [2]))).Message);
    }

    [Fact]
    public void Ranges_that_are_none_are_an_error()
    {
        Assert.Contains("found (1, 2)", Assert.Throws<ArgumentException>(() => QuantizationRanges.Of(Tensor.Create(new[] { 1f, 2f }, [1, 2]))).Message);
        Assert.Contains("[1, 0]", Assert.Throws<ArgumentException>(() => QuantizationRanges.Of(Tensor.Create(new[] { 1f, float.PositiveInfinity }, [2, 1]))).Message);
        Assert.Contains("component 1 is 3 to 2", Assert.Throws<ArgumentException>(() => new QuantizationRanges([1, 3], [1, 2])).Message);
        Assert.Contains("found 1 and 2", Assert.Throws<ArgumentException>(() => new QuantizationRanges([1], [1, 2])).Message);
    }

    // As the reference chooses them: those that are given, else those of the sample, else those of the vectors.
    private static QuantizationRanges RangesOf(string id, Tensor<float> input)
    {
        if (RecordedQuantization.Find<float>($"{id}.ranges") is { } given)
        {
            float[] values = new float[given.FlattenedLength];
            given.FlattenTo(values);
            return new QuantizationRanges(values.AsSpan(0, values.Length / 2), values.AsSpan(values.Length / 2));
        }

        return QuantizationRanges.Of(RecordedQuantization.Find<float>($"{id}.calibration") ?? input);
    }

    private static void AssertSame<T>(Tensor<T> expected, Tensor<T> actual)
        where T : unmanaged
    {
        Assert.Equal(expected.Lengths, actual.Lengths);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }
}
