namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Where the files of a tokenizer are: in a folder, or in an archive that was read.</summary>
/// <param name="Path">The folder or the archive.</param>
/// <param name="Archived">The files of the archive by name; null for a folder.</param>
internal sealed record TokenizerFiles(string Path, IReadOnlyDictionary<string, byte[]>? Archived = null)
{
    /// <summary>The path of a file, for messages.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
