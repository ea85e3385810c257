using System.Buffers.Binary;
using System.Text;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.Tasks;

/// <summary>The build hands over what weights files say of themselves.</summary>
public sealed class WeightHeaderTests : IDisposable
{
    private const string Config = "models/tiny/config.json";
    private const string Weights = "project/models/tiny/model.safetensors";
    private const string Header = "tiny/model.safetensors.json";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheHeaderIsCopiedAndNothingElse()
    {
        _folder.Write(Weights, [.. File("{\"a\":1}  "), 1, 2, 3]);

        TaskRun run = Run();

        Assert.Equal([Header], run.Files);
        Assert.Equal("{\"a\":1}  ", run.Read(Header));
    }

    [Fact]
    public void OnlyTheHeaderOfALargeFileIsRead()
    {
        // A file of 16 GiB, almost all of it a hole: reading it would not end.
        string path = _folder.Write(Weights, File("{}"));
        using (FileStream file = System.IO.File.OpenWrite(path))
        {
            file.SetLength(1L << 34);
        }

        Assert.Equal("{}", Run().Read(Header));
    }

    [Fact]
    public void AnEqualHeaderIsNotWrittenAgain()
    {
        _folder.Write(Weights, File("{}"));
        string copy = Run().PathOf(Header);
        DateTime yesterday = DateTime.UtcNow.AddDays(-1);
        System.IO.File.SetLastWriteTimeUtc(copy, yesterday);

        _folder.Write(Weights, [.. File("{}"), 1]);
        Run();
        Assert.Equal(yesterday, System.IO.File.GetLastWriteTimeUtc(copy));

        _folder.Write(Weights, File("{ }"));
        Assert.Equal("{ }", Run().Read(Header));
    }

    [Fact]
    public void AFolderWithoutWeightsGivesNothing() => Assert.Empty(Run().Files);

    [Fact]
    public void WeightsThatWereRemovedAreNoLongerHandedOver()
    {
        string path = _folder.Write(Weights, File("{}"));
        Assert.Single(Run().Files);
        System.IO.File.Delete(path);

        Assert.Empty(Run().Files);
    }

    [Theory]
    [InlineData(new byte[0], "the file ends within its header")]
    [InlineData(new byte[] { 1, 0, 0 }, "the file ends within its header")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 1 }, "the file is 9 bytes long, and its header should have 9")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "the file is 9 bytes long, and its header should have 18446744073709551615")]
    public void ABrokenFileIsAMessageForTheCompiler(byte[] content, string message)
    {
        _folder.Write(Weights, content);

        Assert.Equal($"\"{message}\"\n", Run().Read(Header));
    }

    [Fact]
    public void AHeaderTooLongForAModelIsNotRead()
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, 1L << 30);
        string path = _folder.Write(Weights, prefix);
        using (FileStream file = System.IO.File.OpenWrite(path))
        {
            file.SetLength(1L << 31);
        }

        Assert.Contains("too long", Run().Read(Header));
    }

    [Fact]
    public void ShardsAndTheirIndexAreHandedOverWhereThereIsNoSingleFile()
    {
        _folder.Write("project/models/tiny/model.safetensors.index.json", "{\"weight_map\":{}}"u8.ToArray());
        _folder.Write("project/models/tiny/model-1.safetensors", File("{\"one\":1}"));
        _folder.Write("project/models/tiny/model-2.safetensors", File("{\"two\":2}"));

        Assert.Equal(["tiny/model-1.safetensors.json", "tiny/model-2.safetensors.json", "tiny/model.safetensors.index.json"], Run().Files);

        _folder.Write(Weights, File("{}"));
        Assert.Equal([Header], Run().Files);
    }

    private TaskRun Run() => new(_folder, configs: [Config]);

    private static byte[] File(string header)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, Encoding.UTF8.GetByteCount(header));
        return [.. prefix, .. Encoding.UTF8.GetBytes(header)];
    }
}
