namespace BertGen.Bulk.Protocol;

/// <summary>A file with what shows that it is the same one.</summary>
/// <param name="Path">Its path from the folder that the file lies in which names it, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash.</param>
internal sealed record PinnedFile(string Path, long Bytes, string Sha256)
{
    /// <summary>Says what is different about the file that is there.</summary>
    /// <param name="path">The whole path.</param>
    /// <param name="hash">Whether its content is looked at, or its length alone.</param>
    /// <returns>What was expected and found; null where the file is the same.</returns>
    public string? FindDifference(string path, bool hash)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return $"{path}: the file is missing";
        }

        if (file.Length != Bytes)
        {
            return $"{path}: expected {Bytes} bytes, found {file.Length}";
        }

        return hash && FileHash.Of(path) is var found && found != Sha256 ? $"{path}: expected the SHA-256 {Sha256}, found {found}" : null;
    }
}
