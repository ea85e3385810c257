using System.Formats.Tar;
using System.IO.Compression;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.Tasks;

/// <summary>The build reads the small files at the top of an archive, whatever else the archive holds or claims.</summary>
public sealed class ArchiveTests : IDisposable
{
    private const string Archive = "models/bert.tar.gz";
    private const string Problem = "bert.tar.gz/archive.json";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar, "")]
    [InlineData(TarEntryFormat.Pax, "")]
    [InlineData(TarEntryFormat.Gnu, "./")]
    [InlineData(TarEntryFormat.V7, "./")]
    public void SmallFilesAtTheTopAreCopied(TarEntryFormat format, string prefix)
    {
        Write(format, (prefix + "pytorch_model.bin", new string('w', 100_000)), (prefix + "config.json", "{}"), (prefix + "vocab.txt", "[PAD]"), (prefix + "note.txt", "no"));

        TaskRun run = Run();

        Assert.Equal(["bert.tar.gz/config.json", "bert.tar.gz/vocab.txt"], run.Files);
        Assert.Equal("{}", run.Read("bert.tar.gz/config.json"));
        Assert.Equal("[PAD]", run.Read("bert.tar.gz/vocab.txt"));
    }

    [Fact]
    public void NothingIsWrittenUnderANameFromTheArchive()
    {
        string longName = new string('d', 150) + "/" + new string('f', 150);
        Write(
            TarEntryFormat.Pax, ("config.json", "{}"), ("../config.json", "1"), ("/tmp/vocab.txt", "2"), ("model/vocab.txt", "3"), ("..\\vocab.txt", "4"), (longName, "5"));

        Run();

        Assert.Equal(["models/bert.tar.gz", "obj/archive", "obj/config.json"], _folder.Files("project")
            .Select(file => file.StartsWith("obj/", StringComparison.Ordinal) ? "obj/" + Path.GetFileName(file).Replace(".stamp", "") : file).Order(StringComparer.Ordinal));
        Assert.Equal(["project"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void LongNamesAreNotTakenForShortOnes()
    {
        // Both forms of a long name put a cut one into the header, which must not count.
        string name = new string('d', 120) + "/config.json";
        Write(TarEntryFormat.Gnu, (name, "{}"));
        Assert.Equal([Problem], Run().Files);

        Write(TarEntryFormat.Pax, (name, "{}"));
        Assert.Equal([Problem], Run().Files);
    }

    [Fact]
    public void ALinkIsNoConfig()
    {
        using (TarWriter tar = Open())
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "config.json") { LinkName = "/etc/passwd" });
        }

        Assert.Contains("has no config.json or bert_config.json at its top", Run().Read(Problem));
    }

    [Fact]
    public void AnArchiveIsReadAgainOnlyWhenItChanged()
    {
        Write(TarEntryFormat.Ustar, ("config.json", "{}"));
        string copy = Run().PathOf("bert.tar.gz/config.json");
        File.WriteAllText(copy, "kept");
        Assert.Equal("kept", Run().Read("bert.tar.gz/config.json"));

        File.Delete(copy);
        Assert.Equal("{}", Run().Read("bert.tar.gz/config.json"));

        Write(TarEntryFormat.Ustar, ("bert_config.json", "{ }"));
        Assert.Equal(["bert.tar.gz/bert_config.json"], Run().Files);
    }

    [Fact]
    public void DamageIsAMessageForTheCompiler()
    {
        Write(TarEntryFormat.Ustar, ("config.json", new string(' ', 5000)));
        byte[] whole = File.ReadAllBytes(_folder.PathOf("project/" + Archive));
        byte[][] damaged = [[], [1, 2, 3], whole[..(whole.Length / 2)], "{ \"plain\": \"text\" }"u8.ToArray()];
        foreach (byte[] content in damaged)
        {
            _folder.Write("project/" + Archive, content);
            Assert.Equal([Problem], Run().Files);
        }

        Assert.Equal("\"is no tar.gz archive, or is damaged\"\n", Run().Read(Problem));
    }

    [Fact]
    public void ASizeThatIsNotThereIsNotAllocated()
    {
        // The header claims a config of 7 GiB.
        byte[] header = new byte[512];
        "config.json"u8.CopyTo(header);
        "70000000000"u8.CopyTo(header.AsSpan(124));
        header[156] = (byte)'0';
        header.AsSpan(148, 8).Fill((byte)' ');
        string sum = Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0');
        System.Text.Encoding.ASCII.GetBytes(sum + "\0 ").CopyTo(header, 148);
        using (var gzip = new GZipStream(File.Create(Place()), CompressionLevel.Fastest))
        {
            gzip.Write(header);
        }

        Assert.Contains("has an entry of", Run().Read(Problem));
    }

    private void Write(TarEntryFormat format, params (string Name, string Text)[] entries)
    {
        using TarWriter tar = Open(format);
        foreach ((string name, string text) in entries)
        {
            using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
            TarEntry entry = format switch
            {
                TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                _ => new PaxTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = content;
            tar.WriteEntry(entry);
        }
    }

    private TarWriter Open(TarEntryFormat format = TarEntryFormat.Pax) =>
        new(new GZipStream(File.Create(Place()), CompressionLevel.Fastest), format);

    private string Place()
    {
        Directory.CreateDirectory(_folder.PathOf("project/models"));
        return _folder.PathOf("project/" + Archive);
    }

    private TaskRun Run() => new(_folder, models: [Archive]);
}
