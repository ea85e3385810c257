using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

/// <summary>Whatever is in a file, opening it either works or throws the one typed exception.</summary>
public sealed class BrokenSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, int, string> BrokenHeaders => new()
    {
        { "", 0, "start with '{'" },
        { " {}", 0, "start with '{'" },
        { "{", 0, "not valid JSON" },
        { "{} x", 0, "not valid JSON" },
        { """{"a":1}""", 0, "a: expected an object, found Number" },
        { """{"__metadata__":[]}""", 0, "__metadata__" },
        { """{"__metadata__":{"a":1}}""", 0, "__metadata__" },
        { "{" + Tensor("a", "F99", "[1]", 0, 4) + "}", 4, "a: expected a dtype such as F32, found F99" },
        { "{" + Tensor("a", "F32", "[-1]", 0, 4) + "}", 4, "integers of at least 0 in 'shape'" },
        { "{" + Tensor("a", "F32", "[1.0]", 0, 4) + "}", 4, "integers of at least 0 in 'shape'" },
        { "{" + Tensor("a", "F32", "1", 0, 4) + "}", 4, "'shape' to be an array" },
        { "{" + Tensor("a", "F32", "[4611686018427387904,4]", 0, 4) + "}", 4, "impossible number of bytes" },
        { "{" + Tensor("a", "F4", "[1]", 0, 1) + "}", 1, "impossible number of bytes" },
        { "{" + Tensor("a", "F32", "[2]", 0, 4) + "}", 4, "a: F32 [2] expected 8 bytes, found 4" },
        { "{" + Tensor("a", "F32", "[2]", 0, 8) + "}", 4, "within the 4 bytes of data, found [0, 8]" },
        { "{" + Tensor("a", "F32", "[1]", 4, 0) + "}", 4, "found [4, 0]" },
        { "{" + Tensor("a", "F32", "[1]", 4, 8) + "}", 8, "found a gap" },
        { "{" + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("b", "F32", "[1]", 2, 6) + "}", 6, "found an overlap" },
        { "{" + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("b", "F32", "[1]", 0, 4) + "}", 4, "found an overlap" },
        { "{" + Tensor("a", "F32", "[1]", 0, 4) + "}", 5, "expected 4 bytes of data, found 5" },
        { "{" + Tensor("a", "F32", "[1]", 0, 4) + "," + Tensor("a", "F32", "[1]", 4, 8) + "}", 8, "a: expected every name once" },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "a: expected dtype, shape and data_offsets, found no data_offsets" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' once" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "data_offsets [begin, end]" },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not valid JSON" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_header_that_breaks_a_rule_is_refused(string header, int dataLength, string expected)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Open(RawSafetensors.File(header, dataLength)));

        Assert.Contains(expected, e.Message);
    }

    [Theory]
    [InlineData(new byte[] { }, "0 bytes")]
    [InlineData(new byte[] { 1, 2, 3 }, "3 bytes")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123 }, "at most 100000000")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 123 }, "cut off")]
    public void A_length_that_cannot_be_is_refused(byte[] file, string expected)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Open(file));

        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        byte[] whole = Sample();
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<CheckpointException>(() => Open(whole[..length]));
        }
    }

    [Fact]
    public void No_flipped_byte_leads_to_anything_but_the_typed_exception()
    {
        byte[] whole = Sample();
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            foreach (byte flip in new byte[] { 1, 0x80, (byte)random.Next(1, 256) })
            {
                byte[] broken = [.. whole];
                broken[i] ^= flip;
                refused += OpensOrRefuses(broken) ? 0 : 1;
            }
        }

        // Flips in the names and in the data are not noticed; those in the structure are.
        Assert.InRange(refused, whole.Length, 3 * whole.Length);
    }

    private bool OpensOrRefuses(byte[] file)
    {
        try
        {
            Open(file);
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    private void Open(byte[] file)
    {
        string path = _folder.File("model.safetensors");
        File.WriteAllBytes(path, file);
        using Checkpoint checkpoint = Checkpoint.Open(path);
        foreach (TensorEntry tensor in checkpoint.Tensors)
        {
            _ = checkpoint.GetBytes(tensor, 0, (int)tensor.ByteLength)[^1];
        }
    }

    private byte[] Sample()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [2, 3], [1, 2, 3, 4, 5, 6]);
        writer.Add("b", TensorElementType.F16, [3], new byte[6]);
        string path = _folder.File("sample.safetensors");
        writer.Save(path);
        return File.ReadAllBytes(path);
    }

    private static string Tensor(string name, string type, string shape, long begin, long end) =>
        RawSafetensors.Tensor(name, type, shape, begin, end);
}
