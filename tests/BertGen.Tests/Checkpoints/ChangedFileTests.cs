using BertGen.Checkpoints;
using BertGen.Checkpoints.Archives;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Tests.Checkpoints;

/// <summary>Files that are cut, or written to, between the opening of a checkpoint and the reading of its tensors.</summary>
public sealed class ChangedFileTests : IDisposable
{
    private const int Rows = 300, Columns = 64;

    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly float[] _values = [.. Enumerable.Range(0, Rows * Columns).Select(i => i / 7f)];

    public enum Format
    {
        Safetensors,
        HalfPrecision,
        TorchZip,
        TorchStream,
        TorchView,
        SparseTorchView,
        TensorFlow,
        Shards,
    }

    public static TheoryData<Format> Formats => [.. Enum.GetValues<Format>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void AFileThatIsCutIsAnError(Format format)
    {
        (Checkpoint checkpoint, WeightSpec spec, string file) = Open(format);
        using (checkpoint)
        {
            BoundWeights weights = checkpoint.Bind([spec]);
            foreach (long length in new[] { new FileInfo(file).Length / 2, 1, 0 })
            {
                Cut(file, length);
                var error = Assert.Throws<CheckpointException>(() => Values.Read(weights, spec));
                Assert.Equal(file, error.Path);
                Assert.Contains("it was cut off while it was read", error.Message, StringComparison.Ordinal);
                Assert.Throws<CheckpointException>(() => weights.ReadParts(spec.Name, spec.Rows, row => (row * spec.Columns, spec.Columns), (_, _) => { }));
                Assert.Throws<CheckpointException>(() => checkpoint.GetBytes(checkpoint.Tensors.Single(), 0, 8));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void AFileThatIsWrittenToInPlaceIsAnError(Format format)
    {
        (Checkpoint checkpoint, WeightSpec spec, string file) = Open(format);
        using (checkpoint)
        {
            BoundWeights weights = checkpoint.Bind([spec]);
            WriteLastByte(file);
            foreach (Action read in new Action[]
            {
                () => Values.Read(weights, spec),
                () => weights.ReadParts(spec.Name, spec.Rows, row => (row * spec.Columns, spec.Columns), (_, _) => { }),
                () => checkpoint.GetBytes(checkpoint.Tensors.Single(), 0, 8),
            })
            {
                var error = Assert.Throws<CheckpointException>(read);
                Assert.Equal(file, error.Path);
                Assert.Contains("it was written to while it was read", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void AFileThatAnotherOneTakesThePlaceOfIsReadToItsEnd(Format format)
    {
        (Checkpoint checkpoint, WeightSpec spec, string file) = Open(format);
        using (checkpoint)
        {
            BoundWeights weights = checkpoint.Bind([spec]);
            float[] before = Values.Read(weights, spec);
            File.WriteAllBytes(file + ".new", new byte[new FileInfo(file).Length]);
            File.Move(file + ".new", file, overwrite: true);
            Assert.Equal(before, Values.Read(weights, spec));
        }
    }

    /// <summary>What is written within one step of the clock has one time: a file is read only when a later write will have another.</summary>
    [Fact]
    public void AFileThatWasJustWrittenIsReadAfterTheClockHasMovedOn()
    {
        for (int i = 0; i < 20; i++)
        {
            (Checkpoint checkpoint, WeightSpec spec, string file) = Open(Format.Safetensors, DateTime.UtcNow);
            using (checkpoint)
            {
                WriteLastByte(file);
                Assert.Throws<CheckpointException>(() => Values.Read(checkpoint, spec));
            }
        }
    }

    [Fact]
    public void AnArchiveThatIsCutWhileItIsUnpackedIsAnError()
    {
        string path = _folder.File("model.tar.gz");
        File.WriteAllBytes(path, TarBuilder.Gzip(TarBuilder.Tar(System.Formats.Tar.TarEntryFormat.Ustar, ("pytorch_model.bin", Random(1 << 17)))));
        using var files = new OpenFiles();
        OpenFile archive = files.Open(path);
        Cut(path, archive.Length / 2);
        Assert.Throws<CheckpointException>(() => ArchiveReader.Read(path, archive, files));
        Cut(path, 0);
        Assert.Throws<CheckpointException>(() => ArchiveReader.Read(path, archive, files));
    }

    [Fact]
    public void AnArchiveThatIsWrittenToWhileItIsUnpackedIsAnError()
    {
        string path = _folder.File("model.tar.gz");
        string weights = Save(Format.Safetensors).File;
        File.WriteAllBytes(path, TarBuilder.Gzip(TarBuilder.Tar(System.Formats.Tar.TarEntryFormat.Ustar, ("model.safetensors", File.ReadAllBytes(weights)))));
        using var files = new OpenFiles();
        OpenFile archive = files.Open(path);
        File.SetLastWriteTimeUtc(path, LongAgo);
        var error = Assert.Throws<CheckpointException>(() => ArchiveReader.Read(path, archive, files));
        Assert.Contains("it was written to while it was read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void AFileThatIsCutBeforeItsStructureIsReadIsAnError(Format format)
    {
        (string path, _, string file) = Save(format);
        if (path != file)
        {
            file = path; // the index
        }

        using var files = new OpenFiles();
        OpenFile open = files.Open(file);
        Cut(file, 1);
        Assert.Throws<CheckpointException>(() => open.Read(0, (int)open.Length));
        Assert.Throws<CheckpointException>(() => FormatDetection.Detect(file, open));
    }

    private (Checkpoint Checkpoint, WeightSpec Spec, string File) Open(Format format, DateTime? written = null)
    {
        (string path, WeightSpec spec, string file) = Save(format);
        File.SetLastWriteTimeUtc(file, written ?? LongAgo);
        return (Checkpoint.Open(path), spec, file);
    }

    private (string Path, WeightSpec Spec, string File) Save(Format format)
    {
        var spec = WeightSpec.Matrix("a", Rows, Columns);
        byte[] bytes = TorchFiles.Floats(_values);
        string bin = _folder.File("pytorch_model.bin");
        switch (format)
        {
            case Format.Safetensors:
                return Safetensors("model.safetensors", writer => writer.Add("a", [Rows, Columns], _values));
            case Format.HalfPrecision:
                return Safetensors("model.safetensors", writer => writer.Add("a", TensorElementType.F16, [Rows, Columns], bytes.AsMemory(0, bytes.Length / 2)));
            case Format.TorchZip:
                return Torch(TorchFiles.Zip(Pickle([Rows, Columns], [Columns, 1]), ("0", bytes)), spec);
            case Format.TorchStream:
                return Torch(TorchFiles.Stream(Pickle([Rows, Columns], [Columns, 1]), ("0", bytes, 4)), spec);
            case Format.TorchView:
                return Torch(TorchFiles.Zip(Pickle([Columns, Rows], [1, Columns]), ("0", bytes)), WeightSpec.Matrix("a", Columns, Rows));
            case Format.SparseTorchView:
                byte[] sparse = new byte[4 << 20];
                return Torch(TorchFiles.Zip(Pickle([3, 2], [(1 << 20) / 4, 300_000], sparse.Length / 4), ("0", sparse)), WeightSpec.Matrix("a", 3, 2));
            case Format.TensorFlow:
                string index = new TensorFlowFiles().Add("a/kernel", [Columns, Rows], _values).Save(_folder);
                return (index, WeightSpec.Matrix("a.weight", Rows, Columns), index.Replace(".index", ".data-00000-of-00001", StringComparison.Ordinal));
            default:
                string shard = Safetensors("one.safetensors", writer => writer.Add("a", [Rows, Columns], _values)).File;
                File.WriteAllText(_folder.File("model.safetensors.index.json"), """{"weight_map":{"a":"one.safetensors"}}""");
                return (_folder.File("model.safetensors.index.json"), spec, shard);
        }

        (string, WeightSpec, string) Torch(byte[] content, WeightSpec view)
        {
            File.WriteAllBytes(bin, content);
            return (bin, view, bin);
        }

        (string Path, WeightSpec Spec, string File) Safetensors(string name, Action<SafetensorsWriter> add)
        {
            var writer = new SafetensorsWriter();
            add(writer);
            writer.Save(_folder.File(name));
            return (_folder.File(name), spec, _folder.File(name));
        }
    }

    private static byte[] Pickle(long[] shape, long[] strides, int length = Rows * Columns) =>
        PickleBuilder.Dictionary("a", value => value.Tensor("0", "FloatStorage", length, 0, shape, strides)).ToArray();

    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    // As cp and rsync --inplace do: the file stays the same one.
    private static void Cut(string file, long length)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(length);
    }

    private static void WriteLastByte(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = stream.Length - 1;
        stream.WriteByte(0x3F);
    }
}
