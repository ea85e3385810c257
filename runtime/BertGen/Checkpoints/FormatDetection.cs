namespace BertGen.Checkpoints;

/// <summary>Tells the format of a file: by its extension where that decides, else by its first bytes.</summary>
internal static class FormatDetection
{
    // Where the magic of a tar header stands.
    private const int TarMagicStart = 257;

    public static CheckpointFormat Detect(string path, OpenFile file)
    {
        ReadOnlySpan<byte> start = file.Read(0, (int)Math.Min(file.Length, 512));
        if (LfsPointer.Is(start))
        {
            throw new CheckpointException(path, $"expected {(ByExtension(path) is CheckpointFormat.ShardIndex ? "an index of shards" : "weights")}, {LfsPointer.Found}");
        }

        return ByExtension(path) ?? ByContent(start) ?? throw new CheckpointException(
            path,
            IsTar(start)
                ? "expected a .tar.gz archive, found an uncompressed tar file: compress it with gzip."
                : "expected a .safetensors file, a .bin file of PyTorch, an index of shards (.index.json), an index of a TensorFlow checkpoint (.index) or a .tar.gz archive, found none of them.");
    }

    private static CheckpointFormat? ByExtension(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".safetensors" => CheckpointFormat.Safetensors,
        ".json" => CheckpointFormat.ShardIndex,
        ".index" => CheckpointFormat.TensorFlowIndex,
        _ => null,
    };

    private static CheckpointFormat? ByContent(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK\x03\x04"u8) ? CheckpointFormat.TorchZip
        : start is [0x80, >= 2 and <= 5, ..] ? CheckpointFormat.TorchStream
        : start is [0x1F, 0x8B, ..] ? CheckpointFormat.Archive
        : start is [_, _, _, _, _, _, 0, 0, (byte)'{', ..] ? CheckpointFormat.Safetensors
        : null;

    private static bool IsTar(ReadOnlySpan<byte> start) =>
        start.Length > TarMagicStart && start[TarMagicStart..].StartsWith("ustar"u8);
}
