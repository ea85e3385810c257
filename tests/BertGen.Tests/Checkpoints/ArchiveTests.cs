using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Every_flavour_of_tar_is_read(TarEntryFormat format)
    {
        using Checkpoint checkpoint = Open(TarBuilder.Tar(format, ("./vocab.txt", "[PAD]\n"u8.ToArray()), ($"{new string('n', 70)}/config.json", [1]), ("./model.safetensors", Weights(1, 2))));

        Assert.Equal([1f, 2f], Values.Read(checkpoint, WeightSpec.Vector("a", 2)));
        Assert.Equal(["vocab.txt"], checkpoint.TextFiles.Keys);
        Assert.Equal("[PAD]\n"u8, checkpoint.TextFiles["vocab.txt"]);
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Long_names_and_wide_numbers_do_not_confuse_it(TarEntryFormat format)
    {
        using Checkpoint checkpoint = Open(TarBuilder.Tar(format, (new string('n', 300), new byte[600]), ("pytorch_model.bin", Weights(3, 4))));

        Assert.Equal([3f, 4f], Values.Read(checkpoint, WeightSpec.Vector("a", 2)));
    }

    [Fact]
    public void The_safer_format_wins()
    {
        using Checkpoint checkpoint = Open(TarBuilder.Tar(TarEntryFormat.Pax, ("pytorch_model.bin", Weights(1, 2)), ("model.safetensors", Weights(3, 4))));

        Assert.Equal([3f, 4f], Values.Read(checkpoint, WeightSpec.Vector("a", 2)));
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        string[] before = Temporary();
        using (Open(TarBuilder.Tar(TarEntryFormat.Pax, ("model.safetensors", Weights(1, 2)))))
        {
        }

        Assert.Throws<CheckpointException>(() => Open(TarBuilder.Tar(TarEntryFormat.Pax, ("model.safetensors", [1, 2, 3]))));
        Assert.Empty(Temporary().Except(before));

        static string[] Temporary() => Directory.GetFiles(Path.GetTempPath(), "bertgen-*");
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("./../model.safetensors")]
    [InlineData("x/../../model.safetensors")]
    [InlineData("/tmp/model.safetensors")]
    [InlineData("C:\\model.safetensors")]
    [InlineData("..\\model.safetensors")]
    public void A_name_that_leads_out_is_refused(string name)
    {
        Assert.Contains("leads out of it", Refused(TarBuilder.Tar(TarEntryFormat.Pax, (name, [1]), ("model.safetensors", Weights(1, 2)))).Message);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void A_link_or_a_device_is_refused(TarEntryType type)
    {
        TarEntry entry = TarBuilder.Entry(TarEntryFormat.Pax, type, "model.safetensors");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }

        Assert.Contains("link or a device", Refused(TarBuilder.Tar(TarEntryFormat.Pax, entry)).Message);
    }

    [Fact]
    public void A_file_that_is_there_twice_is_refused()
    {
        Assert.Contains("model.safetensors twice", Refused(TarBuilder.Tar(TarEntryFormat.Pax, ("model.safetensors", Weights(1, 2)), ("./model.safetensors", Weights(3, 4)))).Message);
    }

    [Fact]
    public void An_archive_that_unpacks_without_end_is_refused()
    {
        byte[] bomb = TarBuilder.Gzip(TarBuilder.Tar(TarEntryFormat.Pax, ("junk", new byte[90 << 20]), ("model.safetensors", Weights(1, 2))));

        Assert.InRange(bomb.Length, 0, 1 << 20);
        Assert.Contains("do not compress like this", RefusedFile(bomb).Message);
    }

    [Fact]
    public void Too_many_entries_are_refused()
    {
        (string, byte[])[] files = [.. Enumerable.Range(0, 10_001).Select(i => ($"file{i}", Array.Empty<byte>()))];

        Assert.Contains("at most 10000 entries", Refused(TarBuilder.Tar(TarEntryFormat.Ustar, files)).Message);
    }

    [Fact]
    public void An_oversized_header_is_refused()
    {
        byte[] archive = TarBuilder.Tar(TarEntryFormat.Gnu, (new string('n', 300), [1]));
        WriteLength(archive, 1L << 33);

        Assert.Contains("in a header", Refused(archive).Message);
    }

    [Theory]
    [InlineData(1L << 33)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public void A_size_that_is_not_there_is_refused(long length)
    {
        byte[] archive = TarBuilder.Tar(TarEntryFormat.Gnu, ("model.safetensors", Weights(1, 2)));
        WriteLength(archive, length);

        Assert.Contains("cut off or damaged", Refused(archive).Message);
    }

    [Theory]
    [InlineData("999 path=x\n")]
    [InlineData("-5 path=x\n")]
    [InlineData("path=x\n")]
    [InlineData("15 size=-5\n")]
    [InlineData("11 size=x1\n")]
    public void A_broken_extended_header_is_refused(string line)
    {
        byte[] archive = TarBuilder.Tar(TarEntryFormat.Pax, ("x", [1]));
        Assert.Equal((byte)'x', archive[156]);
        archive.AsSpan(512, 512).Clear();
        Encoding.ASCII.GetBytes(line, archive.AsSpan(512));

        Assert.Contains("cut off or damaged", Refused(archive).Message);
    }

    [Fact]
    public void Truncations_and_wrong_checksums_are_noticed()
    {
        // Behind the last file there are blocks of zeros, which compress to nearly nothing, and eight bytes of checksums.
        byte[] whole = TarBuilder.Gzip(TarBuilder.Tar(TarEntryFormat.Pax, ("model.safetensors", Weights(1, 2))));
        for (int length = 0; length < whole.Length - 16; length++)
        {
            RefusedFile(whole[..length]);
        }

        whole[^6] ^= 1;
        RefusedFile(whole);
    }

    [Fact]
    public void An_uncompressed_archive_is_refused()
    {
        string path = _folder.File("model.tar");
        File.WriteAllBytes(path, TarBuilder.Tar(TarEntryFormat.Pax, ("model.safetensors", Weights(1, 2))));

        Assert.Contains("compress it with gzip", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message);
    }

    private static void WriteLength(byte[] archive, long length)
    {
        // The binary form of the size, and the sum of the header's bytes.
        archive.AsSpan(124, 12).Clear();
        archive[124] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(archive.AsSpan(128), length);
        archive.AsSpan(148, 8).Fill((byte)' ');
        int sum = archive.AsSpan(0, 512).ToArray().Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", archive.AsSpan(148));
    }

    private byte[] Weights(params float[] values)
    {
        string path = _folder.File("weights.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("a", [values.Length], values);
        writer.Save(path);
        return File.ReadAllBytes(path);
    }

    private CheckpointException Refused(byte[] tar) => RefusedFile(TarBuilder.Gzip(tar));

    private CheckpointException RefusedFile(byte[] file) => Assert.Throws<CheckpointException>(() => OpenFile(file));

    private Checkpoint Open(byte[] tar) => OpenFile(TarBuilder.Gzip(tar));

    private Checkpoint OpenFile(byte[] file)
    {
        string path = _folder.File("model.tar.gz");
        File.WriteAllBytes(path, file);
        return Checkpoint.Open(path);
    }
}
