using System.Buffers.Binary;
using System.Numerics;

namespace BertGen.Checkpoints.Torch;

/// <summary>
/// Reads what <c>torch.save</c> wrote before PyTorch 1.6: pickles of a magic number, a version, facts about the machine, the object and the
/// keys of the storages, then for each storage its length and its bytes.
/// </summary>
internal sealed class TorchStreamReader : IStorageSource
{
    private const long Version = 1001;
    private const int MaxPickleLength = 1 << 26;

    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356");

    private readonly string _path;
    private readonly OpenFile _file;
    private readonly TorchObjects _objects;
    private readonly Dictionary<string, TorchStorage> _storages = [];
    private long _position;

    private TorchStreamReader(string path, OpenFile file)
    {
        _path = path;
        _file = file;
        _objects = new TorchObjects(this);
    }

    /// <exception cref="CheckpointException">The file is damaged, or holds more than tensors.</exception>
    public static List<StoredTensor> Read(string path, OpenFile file)
    {
        var reader = new TorchStreamReader(path, file);
        reader.ReadHeader();
        object? root = reader.ReadPickle();
        reader.ReadStorages();
        return TorchCheckpoint.Place(root, path, file);
    }

    public TorchStorage Find(string key, TensorElementType? type, long length)
    {
        var storage = new TorchStorage(key, type, length);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
        {
            throw new CheckpointException(_path, $"expected storage {key} to be the same throughout, found it with another type or length.");
        }

        return _storages[key];
    }

    private void ReadHeader()
    {
        if (!Magic.Equals(ReadPickle()))
        {
            throw new CheckpointException(_path, "expected a file written by torch.save, found another pickle.");
        }

        object? version = ReadPickle();
        if (version is not Version)
        {
            throw new CheckpointException(_path, $"expected version {Version} of PyTorch's stream format, found {version ?? "none"}.");
        }

        if (ReadPickle() is not PickleDictionary machine || machine.Find("little_endian") is not true)
        {
            throw new CheckpointException(_path, "expected little-endian values, found another byte order.");
        }
    }

    private object? ReadPickle()
    {
        int length = (int)Math.Min(_file.Length - _position, MaxPickleLength);
        object? value = PickleMachine.Run(new PickleBytes(_file, _position, length), _objects, _path, out int read);
        _position += read;
        return value;
    }

    private void ReadStorages()
    {
        if (ReadPickle() is not List<object?> keys)
        {
            throw new CheckpointException(_path, "expected the list of storages, found another object.");
        }

        var read = new HashSet<string>();
        foreach (object? item in keys)
        {
            if (item is not string key || !_storages.TryGetValue(key, out TorchStorage? storage) || !read.Add(key))
            {
                throw new CheckpointException(_path, $"expected the key of a storage that a tensor uses, once, found {item}.");
            }

            ReadStorage(storage);
        }

        if (read.Count < _storages.Count)
        {
            throw new CheckpointException(_path, $"expected the bytes of storage {_storages.Keys.First(key => !read.Contains(key))}, found none.");
        }
    }

    private void ReadStorage(TorchStorage storage)
    {
        if (_file.Length - _position < sizeof(long)
            || BinaryPrimitives.ReadInt64LittleEndian(_file.Read(_position, sizeof(long))) != storage.Length
            || storage.ByteLength is not { } byteLength
            || byteLength > _file.Length - _position - sizeof(long))
        {
            throw new CheckpointException(_path, $"expected {storage.Length} elements of storage {storage.Key} at byte {_position}, found another length or the end of the file: it is damaged.");
        }

        storage.Start = _position + sizeof(long);
        _position = storage.Start + byteLength;
    }
}
