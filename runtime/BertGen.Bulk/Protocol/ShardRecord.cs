using System.Security.Cryptography;

namespace BertGen.Bulk.Protocol;

/// <summary>
/// What a worker writes last: the shard is done, and this is in its files. It tells nothing of when and by whom, so that all workers on a shard write
/// the same bytes.
/// </summary>
internal sealed record ShardRecord
{
    /// <summary>The hash of <c>run.json</c>.</summary>
    public required string Run { get; init; }

    /// <summary>The number of the shard.</summary>
    public required int Shard { get; init; }

    /// <summary>The number of its first row in the run.</summary>
    public required long FirstRow { get; init; }

    /// <summary>Rows that were read.</summary>
    public required long InputRows { get; init; }

    /// <summary>Rows that were written.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that were malformed.</summary>
    public required long MalformedRows { get; init; }

    /// <summary>Rows whose texts the model has refused.</summary>
    public required long RefusedRows { get; init; }

    /// <summary>Pieces that were computed.</summary>
    public required long Pieces { get; init; }

    /// <summary>A hash over the number, the text and the vector of every row, in their order.</summary>
    public required string VectorsSha256 { get; init; }

    /// <summary>A hash over the number and the carried values of every row, in their order.</summary>
    public required string IdsSha256 { get; init; }

    /// <summary>The files of the shard.</summary>
    public required IReadOnlyList<PinnedFile> Files { get; init; }

    /// <summary>All rows that the model has refused, and the first ones that were malformed.</summary>
    public required IReadOnlyList<SkippedRow> Skipped { get; init; }

    /// <summary>A hash of the record, in which this is empty.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>The bytes of the file, checksum included.</summary>
    public byte[] ToBytes() => ProtocolJson.Write(this with { Checksum = ComputeChecksum() }, ProtocolJson.Default.ShardRecord);

    /// <summary>Whether the checksum is that of the record.</summary>
    public bool HasValidChecksum() => Checksum == ComputeChecksum();

    private string ComputeChecksum() =>
        Convert.ToHexStringLower(SHA256.HashData(ProtocolJson.Write(this with { Checksum = "" }, ProtocolJson.Default.ShardRecord)));
}
