namespace BertGen.Checkpoints.Torch;

/// <summary>
/// Reads what <c>torch.save</c> writes since PyTorch 1.6: a zip file with a pickle, and an uncompressed entry for each storage.
/// </summary>
internal sealed class TorchZipReader : IStorageSource
{
    private const string PickleName = "/data.pkl";
    private const int MaxPickleLength = 1 << 26;

    private readonly string _path;
    private readonly OpenFile _file;
    private readonly Dictionary<string, ZipEntry> _entries;
    private readonly string _root;

    private TorchZipReader(string path, OpenFile file)
    {
        _path = path;
        _file = file;
        _entries = ZipDirectory.Read(path, file);
        _root = FindRoot();
    }

    /// <exception cref="CheckpointException">The file is damaged, or holds more than tensors.</exception>
    public static List<StoredTensor> Read(string path, OpenFile file)
    {
        var reader = new TorchZipReader(path, file);
        reader.CheckByteOrder();
        object? root = PickleMachine.Run(reader.Pickle(), new TorchObjects(reader), path, out _);
        return TorchCheckpoint.Place(root, path, file);
    }

    public TorchStorage Find(string key, TensorElementType? type, long length)
    {
        var storage = new TorchStorage(key, type, length);
        if (!_entries.TryGetValue($"{_root}/data/{key}", out ZipEntry? entry) || storage.ByteLength is not { } byteLength || entry.Length < byteLength)
        {
            throw new CheckpointException(_path, $"expected {storage.ByteLength} bytes in the entry data/{key}, found {(entry is null ? "no such entry" : entry.Length)}.");
        }

        storage.Start = entry.Stored(_path).Start;
        return storage;
    }

    // All entries are in one folder, which has the name that the file had when it was written.
    private string FindRoot()
    {
        string[] pickles = [.. _entries.Keys.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal) && name.IndexOf('/') == name.Length - PickleName.Length)];
        return pickles is [string pickle]
            ? pickle[..^PickleName.Length]
            : throw new CheckpointException(_path, $"expected one folder with data.pkl in this zip file, found {pickles.Length}: it was not written by torch.save.");
    }

    // Only written since PyTorch 2.1.
    private void CheckByteOrder()
    {
        const string Name = "/byteorder";
        if (_entries.ContainsKey(_root + Name) && !Bytes(Name, "little"u8.Length).SequenceEqual("little"u8))
        {
            throw new CheckpointException(_path, "expected little-endian values, found another byte order.");
        }
    }

    private PickleBytes Pickle()
    {
        ZipEntry entry = _entries[_root + PickleName].Stored(_path);
        return entry.Length <= MaxPickleLength
            ? new PickleBytes(_file, entry.Start, (int)entry.Length)
            : throw new CheckpointException(_path, $"expected at most {MaxPickleLength} bytes in {entry.Name}, found {entry.Length}.");
    }

    // One byte more than is expected tells a longer text apart.
    private byte[] Bytes(string name, int expected)
    {
        ZipEntry entry = _entries[_root + name].Stored(_path);
        return _file.Read(entry.Start, (int)Math.Min(entry.Length, expected + 1));
    }
}
