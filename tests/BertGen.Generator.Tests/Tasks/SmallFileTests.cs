using System.Text;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.Tasks;

/// <summary>The build gives the compiler files that are text; of everything else it tells what it is, and where.</summary>
public sealed class SmallFileTests : IDisposable
{
    private const string Folder = "project/models/tiny/";
    private const string Vocabulary = "models/tiny/vocab.txt";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATextIsReadByTheCompilerItself()
    {
        _folder.Write(Folder + "vocab.txt", "[PAD]\né\n"u8.ToArray());

        TaskRun run = Run();

        Assert.Equal(["vocab.txt"], run.Readable);
        Assert.Empty(run.Files);
    }

    [Fact]
    public void AFileThatIsNotThereIsNotToldOf()
    {
        TaskRun run = Run();

        Assert.Empty(run.Readable);
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("[PAD]\nab\u00e9\n", "iso-8859-1", "Encoding", "found the byte 0xE9 at offset 8", 2, 3)]
    [InlineData("[PAD]\r\n\r\n\u00e9", "iso-8859-1", "Encoding", "found the byte 0xE9 at offset 9", 3, 1)]
    [InlineData("[PAD]\rx\u00ff", "iso-8859-1", "Encoding", "found the byte 0xFF at offset 7", 2, 2)]
    [InlineData("[PAD]\n", "utf-16", "Encoding", "found UTF-16", 1, 1)]
    [InlineData("[PAD]\n", "utf-16BE", "Encoding", "found UTF-16", 1, 1)]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "utf-8", "Pointer", "found a pointer of Git LFS in its place", 1, 1)]
    public void WhatIsNoTextIsToldWithItsPlace(string text, string encoding, string kind, string problem, int line, int column)
    {
        var form = Encoding.GetEncoding(encoding);
        _folder.Write(Folder + "vocab.txt", [.. encoding == "utf-8" ? [] : form.GetPreamble(), .. form.GetBytes(text)]);

        AssertTold(Run(), kind, problem, line, column);
    }

    [Fact]
    public void PlacesCountCharactersAsEditorsDo()
    {
        byte[] start = "[PAD]\na\u00e9\u6f22\U0001F600"u8.ToArray();
        _folder.Write(Folder + "vocab.txt", [.. start, 0x80]);

        AssertTold(Run(), "Encoding", "found the byte 0x80 at offset 16", 2, 6);
    }

    [Fact]
    public void AMarkIsToldOfBesideTheFile()
    {
        _folder.Write(Folder + "vocab.txt", "\uFEFF[PAD]\n"u8.ToArray());

        TaskRun run = Run();

        Assert.Equal(["vocab.txt"], run.Readable);
        Assert.Contains("\"kind\": \"Mark\"", run.Read("tiny/vocab.txt.problem.json"));
    }

    [Fact]
    public void AFileThatIsTooLongIsNotRead()
    {
        using (FileStream file = File.Create(_folder.Write(Folder + "vocab.txt")))
        {
            file.SetLength(1L << 40);
        }

        AssertTold(Run(), "Length", "expected at most 67108864 bytes, found 1099511627776", 1, 1);
    }

    [Fact]
    public void AFolderIsNoFile()
    {
        Directory.CreateDirectory(_folder.PathOf(Folder + "vocab.txt"));

        AssertTold(Run(), "Kind", "found a folder", 1, 1);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    [InlineData("/dev/tty")]
    public void APipeOrADeviceIsNoFile(string target)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (target == "pipe")
        {
            Pipes.Create(_folder.Write("pipe"));
            target = _folder.PathOf("pipe");
        }

        Directory.CreateDirectory(_folder.PathOf(Folder));
        File.CreateSymbolicLink(_folder.PathOf(Folder + "vocab.txt"), target);

        TaskRun run = Run();

        Assert.Empty(run.Readable);
        Assert.Contains("\"kind\": \"Kind\"", run.Read("tiny/vocab.txt.problem.json"));
    }

    // Each of what the build opens by itself: it must not wait.
    [Fact]
    public void NoPipeIsWaitedFor()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (string name in (string[])["Model.cs", "bert.tar.gz", "models/a/model.safetensors", "models/b/model.safetensors.index.json", "models/b/one.safetensors"])
        {
            Pipes.Create(_folder.Write("project/" + name));
        }

        var run = new TaskRun(_folder, sources: ["Model.cs"], models: ["bert.tar.gz"], configs: ["models/a/config.json", "models/b/config.json"]);

        Assert.Equal(["a/model.safetensors.json", "b/model.safetensors.index.json", "bert.tar.gz/archive.json"], run.Files.Order(StringComparer.Ordinal));
        Assert.All(run.Files, file => Assert.Contains("found a pipe or a device", run.Read(file)));
    }

    [Fact]
    public void APointerInThePlaceOfWeightsIsNamed()
    {
        _folder.Write(Folder + "model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 90868376\n"u8.ToArray());

        Assert.Equal(
            "\"found a pointer of Git LFS in its place: run 'git lfs pull'\"\n",
            new TaskRun(_folder, configs: ["models/tiny/config.json"]).Read("tiny/model.safetensors.json"));
    }

    [Fact]
    public void VersionsAreOthersWhenAFileIs()
    {
        _folder.Write(Folder + "vocab.txt", "[PAD]\n"u8.ToArray());
        string[] first = Run().Versions;
        Assert.Equal(first, Run().Versions);

        File.SetLastWriteTimeUtc(_folder.PathOf(Folder + "vocab.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string[] older = Run().Versions;
        Assert.NotEqual(first, older);

        File.Delete(_folder.PathOf(Folder + "vocab.txt"));
        Assert.Empty(Run().Versions);
    }

    private void AssertTold(TaskRun run, string kind, string problem, int line, int column)
    {
        string path = _folder.PathOf("project/" + Vocabulary).Replace("\\", "\\\\");
        Assert.Empty(run.Readable);
        Assert.Equal(
            $"{{\"path\": \"{path}\", \"source\": \"{path}\", \"kind\": \"{kind}\", \"text\": \"{problem}\", \"line\": \"{line}\", \"column\": \"{column}\"}}\n",
            run.Read("tiny/vocab.txt.problem.json"));
    }

    private TaskRun Run() => new(_folder, smallFiles: [Vocabulary]);
}
