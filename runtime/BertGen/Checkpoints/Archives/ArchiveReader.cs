using System.IO.Compression;
using BertGen.Common.Files;

namespace BertGen.Checkpoints.Archives;

/// <summary>
/// Reads the weights and the text files of a model from the top of a <c>.tar.gz</c> archive. Names in the archive are compared, never used: weights
/// are unpacked into a temporary file without a name, text files into memory, and everything else is passed over.
/// </summary>
internal static class ArchiveReader
{
    private const int MaxEntries = 10_000;

    // In order of preference, as in a folder.
    private static readonly string[] WeightFiles = ["model.safetensors", "pytorch_model.bin"];

    private static readonly string[] TextFiles = ["config.json", "bert_config.json", "vocab.txt", "tokenizer_config.json"];

    /// <exception cref="CheckpointException">The archive is damaged, or has what no model's archive has.</exception>
    public static CheckpointContent Read(string path, OpenFile file, OpenFiles files)
    {
        var weights = new Dictionary<string, OpenFile>();
        var texts = new Dictionary<string, byte[]>();
        try
        {
            using var unpacked = new LimitedStream(new GZipStream(file.AsStream(), CompressionMode.Decompress), file.Length, path);
            Unpack(path, unpacked, files, weights, texts);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the archive cannot be unpacked: {e.Message}", e);
        }

        file.CheckUnchanged();
        string? chosen = WeightFiles.FirstOrDefault(weights.ContainsKey);
        return chosen is not null
            ? new CheckpointContent(CheckpointReader.ReadTensors(Path.Combine(path, chosen), weights[chosen]), texts)
            : throw new CheckpointException(path, $"expected {string.Join(" or ", WeightFiles)} at the top of this archive, found neither.");
    }

    private static void Unpack(string path, Stream archive, OpenFiles files, Dictionary<string, OpenFile> weights, Dictionary<string, byte[]> texts)
    {
        var tar = new TarReader(archive, path);
        for (int i = 0; tar.Next() is { } entry; i++)
        {
            if (i == MaxEntries)
            {
                throw new CheckpointException(path, $"expected at most {MaxEntries} entries in this archive, found more.");
            }

            string name = EntryName.Check(entry, path);
            if (weights.ContainsKey(name) || texts.ContainsKey(name))
            {
                throw new CheckpointException(path, $"expected every file once in this archive, found {name} twice.");
            }

            if (WeightFiles.Contains(name) && entry.IsFile)
            {
                weights.Add(name, files.Own(TemporaryFile.Create(tar.CopyTo), Path.Combine(path, name)));
            }
            else if (TextFiles.Contains(name) && entry.IsFile)
            {
                texts.Add(name, ReadText(tar, entry, path));
            }
        }
    }

    private static byte[] ReadText(TarReader tar, TarEntry entry, string path)
    {
        if (entry.Length > FileLimits.BytesOf(entry.Name))
        {
            throw new CheckpointException(path, $"expected at most {FileLimits.BytesOf(entry.Name)} bytes in {entry.Name}, found {entry.Length}.");
        }

        // Grows with what is there, not with what the entry says.
        using var text = new MemoryStream();
        tar.CopyTo(text);
        return text.ToArray();
    }
}
