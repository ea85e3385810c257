using System.Security.Cryptography;
using BertGen.Bulk.Input;
using BertGen.Bulk.Output;

namespace BertGen.Bulk.Protocol;

/// <summary>What <c>run.json</c> pins: all that decides the bytes of the output, and how the work is cut.</summary>
internal sealed record RunFile
{
    /// <summary>The format that this version writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of this program: another one may give other bits.</summary>
    public static string CurrentVersion { get; } = typeof(RunFile).Assembly.GetName().Version!.ToString(3);

    /// <summary>The format of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>What decides the vectors.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>What a worker has to know to load the model; of the library nothing.</summary>
    public required IReadOnlyDictionary<string, string> Worker { get; init; }

    /// <summary>How input is read.</summary>
    public required InputSettings Input { get; init; }

    /// <summary>How output is written.</summary>
    public required OutputSettings Output { get; init; }

    /// <summary>The input files.</summary>
    public required IReadOnlyList<PinnedFile> Files { get; init; }

    /// <summary>Rows of all files, malformed ones included.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of a shard; the last one may have fewer.</summary>
    public required long RowsPerShard { get; init; }

    /// <summary>The shards, in the order of their rows.</summary>
    public required IReadOnlyList<Shard> Shards { get; init; }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToBytes() => ProtocolJson.Write(this, ProtocolJson.Default.RunFile);

    /// <summary>A hash of all of it, which records carry.</summary>
    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
