using System.Buffers.Binary;
using System.IO.Compression;
using BertGen.Checkpoints;

namespace BertGen.Tests.Checkpoints;

public sealed class HostileZipTests : IDisposable
{
    private static readonly byte[] Pickle = PickleBuilder.Dictionary("a", value => value.Tensor("0", "FloatStorage", 2, 0, [2], [1])).ToArray();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_comment_at_the_end_is_no_problem()
    {
        byte[] file = Sample();
        file[^2] = 3;
        using Checkpoint checkpoint = Open([.. file, 1, 2, 3]);

        Assert.Equal([1f, 2f], Values.Read(checkpoint, WeightSpec.Vector("a", 2)));
    }

    [Fact]
    public void A_compressed_entry_is_refused()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("model/data.pkl", CompressionLevel.Optimal).Open();
            entry.Write(new byte[1 << 20]);
        }

        Assert.Contains("uncompressed", Refused(file.ToArray()).Message);
    }

    [Fact]
    public void Another_byte_order_is_refused()
    {
        byte[] file = TorchFiles.ZipOf(("m/data.pkl", Pickle), ("m/data/0", new byte[8]), ("m/byteorder", "big"u8.ToArray()));

        Assert.Contains("little-endian", Refused(file).Message);
    }

    [Fact]
    public void A_zip_file_of_another_kind_is_refused()
    {
        Assert.Contains("data.pkl", Refused(TorchFiles.ZipOf(("word/document.xml", [1]))).Message);
        Assert.Contains("found 2", Refused(TorchFiles.ZipOf(("a/data.pkl", Pickle), ("b/data.pkl", Pickle))).Message);
        Assert.Contains("data.pkl", Refused(TorchFiles.ZipOf(("../../data.pkl", Pickle))).Message);
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_refused()
    {
        byte[] file = TorchFiles.ZipOf(("m/data.pkl", Pickle), ("m/data/0", new byte[8]), ("m/data/1", new byte[8]));
        ReadOnlySpan<byte> name = "m/data/1"u8;
        for (int at; (at = file.AsSpan().IndexOf(name)) >= 0;)
        {
            file[at + name.Length - 1] = (byte)'0';
        }

        Assert.Contains("m/data/0 twice", Refused(file).Message);
    }

    [Fact]
    public void Entries_that_share_bytes_are_refused()
    {
        // The second header of the directory is led to a local header with its name within the first entry.
        byte[] inner = TorchFiles.ZipOf(("m/data/1", new byte[8]));
        byte[] file = TorchFiles.ZipOf(("m/data.pkl", Pickle), ("m/data/0", inner), ("m/data/1", new byte[8]));
        int directory = file.AsSpan().LastIndexOf("m/data/1"u8) - 46;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 42), file.AsSpan().IndexOf(inner.AsSpan(0, 40)));

        Assert.Contains("overlap", Refused(file).Message);
    }

    [Theory]
    [InlineData(24)] // The length of an entry,
    [InlineData(20)] // as stored,
    [InlineData(42)] // and its place, in the directory.
    public void An_entry_outside_the_file_is_refused(int field)
    {
        byte[] file = Sample();
        int header = file.AsSpan().IndexOf("PK\x01\x02"u8);
        foreach (uint value in new[] { uint.MaxValue, uint.MaxValue - 1, (uint)file.Length })
        {
            byte[] broken = [.. file];
            BinaryPrimitives.WriteUInt32LittleEndian(broken.AsSpan(header + field), value);
            Refused(broken);
        }
    }

    [Fact]
    public void Every_flipped_byte_of_the_directory_is_refused_or_harmless()
    {
        byte[] file = Sample();
        for (int i = file.AsSpan().IndexOf("PK\x01\x02"u8); i < file.Length; i++)
        {
            foreach (byte flip in new byte[] { 1, 0x80, 0xFF })
            {
                byte[] broken = [.. file];
                broken[i] ^= flip;
                try
                {
                    Open(broken).Dispose();
                }
                catch (CheckpointException)
                {
                }
            }
        }
    }

    private static byte[] Sample() => TorchFiles.Zip(Pickle, ("0", TorchFiles.Floats(1, 2)));

    private CheckpointException Refused(byte[] file) => Assert.Throws<CheckpointException>(() => Open(file));

    private Checkpoint Open(byte[] file)
    {
        string path = _folder.File("pytorch_model.bin");
        File.WriteAllBytes(path, file);
        return Checkpoint.Open(path);
    }
}
