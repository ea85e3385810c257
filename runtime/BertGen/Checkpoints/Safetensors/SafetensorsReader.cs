using System.Buffers.Binary;
using BertGen.Common.Files;

namespace BertGen.Checkpoints.Safetensors;

/// <summary>
/// Reads a safetensors file: the length of the header (8 bytes), the header (JSON), and the tensors' bytes.
/// </summary>
internal static class SafetensorsReader
{
    private const int LengthSize = sizeof(ulong);
    private const int MaxHeaderLength = FileLimits.Header;

    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static List<StoredTensor> Read(string path, OpenFile file)
    {
        ReadOnlySpan<byte> header = ReadHeader(path, file);
        long dataStart = LengthSize + header.Length;
        return [.. SafetensorsHeader.Parse(header, file.Length - dataStart, path)
            .Select(tensor => new StoredTensor(tensor.Entry, file, dataStart + tensor.Begin))];
    }

    private static ReadOnlySpan<byte> ReadHeader(string path, OpenFile file)
    {
        if (file.Length < LengthSize)
        {
            throw new CheckpointException(path, $"expected a safetensors file, found {file.Length} bytes: too short for the length of the header.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Read(0, LengthSize));
        if (length > MaxHeaderLength)
        {
            throw new CheckpointException(path, $"expected a header of at most {MaxHeaderLength} bytes, found a length of {length}: this is no safetensors file, or it is damaged.");
        }

        return length <= (ulong)(file.Length - LengthSize)
            ? file.Read(LengthSize, (int)length)
            : throw new CheckpointException(path, $"expected a header of {length} bytes, found a file of {file.Length} bytes: it is cut off or damaged.");
    }
}
