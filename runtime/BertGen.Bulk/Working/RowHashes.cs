using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BertGen.Bulk.Working;

/// <summary>
/// Hashes over all rows of a shard, in their order: of numbers, texts and vectors, and of numbers and carried values. A row that is missing, doubled,
/// at another place or changed gives another hash.
/// </summary>
internal sealed class RowHashes : IDisposable
{
    private readonly IncrementalHash _vectors = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _ids = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[sizeof(long) + sizeof(int)];

    /// <summary>Adds a row.</summary>
    /// <param name="number">Its number in the run.</param>
    /// <param name="text">Its text.</param>
    /// <param name="values">Its carried values.</param>
    /// <param name="vector">Its encoded vector.</param>
    public void Add(long number, string text, string?[] values, ReadOnlySpan<byte> vector)
    {
        Append(_vectors, number, text);
        _vectors.AppendData(vector);
        foreach (string? value in values)
        {
            Append(_ids, number, value);
        }

        if (values.Length == 0)
        {
            Append(_ids, number, null);
        }
    }

    /// <summary>The hashes, in hexadecimal digits.</summary>
    public (string Vectors, string Ids) Finish() =>
        (Convert.ToHexStringLower(_vectors.GetHashAndReset()), Convert.ToHexStringLower(_ids.GetHashAndReset()));

    public void Dispose()
    {
        _vectors.Dispose();
        _ids.Dispose();
    }

    // The length keeps the borders between values apart, and no value from an empty one.
    private void Append(IncrementalHash hash, long number, string? value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_head, number);
        BinaryPrimitives.WriteInt32LittleEndian(_head.AsSpan(sizeof(long)), value?.Length ?? -1);
        hash.AppendData(_head);
        hash.AppendData(MemoryMarshal.AsBytes(value.AsSpan()));
    }
}
