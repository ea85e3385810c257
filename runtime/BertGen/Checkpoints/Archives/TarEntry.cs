namespace BertGen.Checkpoints.Archives;

/// <summary>What the header of an entry of a tar file says.</summary>
/// <param name="Name">The name as stored.</param>
/// <param name="Kind">The type flag.</param>
/// <param name="Length">Size of the content in bytes.</param>
internal readonly record struct TarEntry(string Name, char Kind, long Length)
{
    public bool IsFile => Kind is '0' or '\0' or '7';

    public bool IsFolder => Kind == '5';
}
