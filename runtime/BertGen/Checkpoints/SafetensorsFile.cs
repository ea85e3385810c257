using System.Buffers.Binary;

namespace BertGen.Checkpoints;

/// <summary>
/// One safetensors file: the length of the header (8 bytes), the header (JSON), and the tensors' bytes.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthSize = sizeof(ulong);
    private const int MaxHeaderLength = 100_000_000;

    private readonly MappedFile _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, StoredTensor> _tensors;

    private SafetensorsFile(string path, MappedFile file)
    {
        _file = file;
        ReadOnlySpan<byte> header = ReadHeader(path, file);
        _dataStart = LengthSize + header.Length;
        _tensors = SafetensorsHeader.Parse(header, file.Length - _dataStart, path).ToDictionary(tensor => tensor.Entry.Name);
    }

    public IEnumerable<TensorEntry> Tensors => _tensors.Values.Select(tensor => tensor.Entry);

    /// <exception cref="CheckpointException">The file cannot be opened or is damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public TensorEntry? Find(string name) => _tensors.TryGetValue(name, out StoredTensor tensor) ? tensor.Entry : null;

    public ReadOnlySpan<byte> GetBytes(string name, long offset, int length)
    {
        StoredTensor tensor = _tensors[name];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.Entry.ByteLength - length);
        return _file.Slice(_dataStart + tensor.Begin + offset, length);
    }

    public void Dispose() => _file.Dispose();

    private static ReadOnlySpan<byte> ReadHeader(string path, MappedFile file)
    {
        if (file.Length < LengthSize)
        {
            throw new CheckpointException(path, $"expected a safetensors file, found {file.Length} bytes: too short for the length of the header.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(0, LengthSize));
        if (length > MaxHeaderLength)
        {
            throw new CheckpointException(path, $"expected a header of at most {MaxHeaderLength} bytes, found a length of {length}: this is no safetensors file, or it is damaged.");
        }

        return length <= (ulong)(file.Length - LengthSize)
            ? file.Slice(LengthSize, (int)length)
            : throw new CheckpointException(path, $"expected a header of {length} bytes, found a file of {file.Length} bytes: it is cut off or damaged.");
    }
}
