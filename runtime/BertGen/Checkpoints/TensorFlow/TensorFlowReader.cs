using System.Runtime.InteropServices;
using System.Text;

namespace BertGen.Checkpoints.TensorFlow;

/// <summary>
/// Reads a TensorFlow checkpoint of the original BERT: a table of tensors (<c>.index</c>) and one or more files with their bytes
/// (<c>.data-00000-of-00001</c>). Names and shapes come out as those of a state dict.
/// </summary>
internal sealed class TensorFlowReader
{
    private const string IndexExtension = ".index";

    private readonly string _path;
    private readonly OpenFiles _files;
    private readonly Dictionary<int, OpenFile> _shards = [];
    private readonly List<StoredTensor> _tensors = [];
    private BundleHeader _header;

    private TensorFlowReader(string path, OpenFiles files)
    {
        _path = path;
        _files = files;
    }

    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    public static List<StoredTensor> Read(string path, OpenFile index, OpenFiles files)
    {
        var reader = new TensorFlowReader(path, files);
        reader.ReadRecords(TableReader.Read(path, index));
        return reader._tensors;
    }

    private void ReadRecords(List<TableRecord> records)
    {
        if (records is not [{ Key: [] }, ..])
        {
            throw new CheckpointException(_path, "expected a first record about the whole checkpoint, found none.");
        }

        _header = BundleHeader.Parse(records[0].Value, _path);
        if (_header.IsBigEndian)
        {
            throw new CheckpointException(_path, "expected little-endian values, found another byte order.");
        }

        var names = new HashSet<string>();
        foreach (TableRecord record in records.Skip(1))
        {
            string name = Encoding.UTF8.GetString(record.Key);
            var entry = BundleEntry.Parse(record.Value, _path);
            if (TensorFlowNames.IsOfTraining(name) || TensorFlowTypes.Find(entry.Type) is not { } type)
            {
                continue;
            }

            StoredTensor tensor = Place(name, entry, type);
            _tensors.Add(names.Add(tensor.Entry.Name)
                ? tensor
                : throw new CheckpointException(_path, name, $"{name}: expected every name once, found {tensor.Entry.Name} twice."));
        }

        CheckOverlaps();
    }

    private StoredTensor Place(string name, BundleEntry entry, TensorElementType type)
    {
        if (entry.IsSliced)
        {
            throw new CheckpointException(_path, name, $"{name}: expected it in one piece, found it in slices: save the checkpoint without partitioned variables.");
        }

        if (entry.Shape.Any(length => length < 0) || type.ByteLength(entry.Shape) != entry.Size)
        {
            throw new CheckpointException(_path, name, $"{name}: expected as many bytes as {type.Name()} [{string.Join(", ", entry.Shape)}] has, found {entry.Size}.");
        }

        OpenFile shard = OpenShard(name, entry.Shard);
        if (entry.Offset < 0 || entry.Offset > shard.Length - entry.Size)
        {
            throw new CheckpointException(_path, name, $"{name}: expected it within the {shard.Length} bytes of its data file, found {entry.Size} bytes from {entry.Offset}.");
        }

        bool transposed = TensorFlowNames.IsTransposed(name) && entry.Shape.Length == 2;
        long[] shape = transposed ? [entry.Shape[1], entry.Shape[0]] : entry.Shape;
        var tensor = new TensorEntry(TensorFlowNames.ToStateDict(name), type, ImmutableCollectionsMarshal.AsImmutableArray(shape), entry.Size);
        return new StoredTensor(tensor, shard, entry.Offset)
        {
            Strides = transposed ? [1, entry.Shape[1]] : default,
            Checksum = TableBytes.Unmask(entry.MaskedChecksum),
        };
    }

    private OpenFile OpenShard(string name, ulong number)
    {
        if (number >= (ulong)_header.ShardCount)
        {
            throw new CheckpointException(_path, name, $"{name}: expected one of {_header.ShardCount} data files, found number {number}.");
        }

        if (!_shards.TryGetValue((int)number, out OpenFile? shard))
        {
            _shards.Add((int)number, shard = _files.Open($"{_path[..^IndexExtension.Length]}.data-{number:d5}-of-{_header.ShardCount:d5}"));
        }

        return shard;
    }

    private void CheckOverlaps()
    {
        StoredTensor? before = null;
        foreach (StoredTensor tensor in _tensors.Where(tensor => tensor.Entry.ByteLength > 0).OrderBy(tensor => tensor.File.GetHashCode()).ThenBy(tensor => tensor.Start))
        {
            if (before?.File == tensor.File && tensor.Start < before.Start + before.Entry.ByteLength)
            {
                throw new CheckpointException(_path, tensor.Entry.Name, $"{tensor.Entry.Name}: expected bytes of its own, found an overlap with {before.Entry.Name}.");
            }

            before = tensor;
        }
    }
}
