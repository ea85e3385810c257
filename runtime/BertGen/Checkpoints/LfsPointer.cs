namespace BertGen.Checkpoints;

/// <summary>The text that Git leaves in the place of a large file that was not fetched.</summary>
internal static class LfsPointer
{
    /// <summary>What to say of it, behind what was expected.</summary>
    public const string Found = "found a pointer of Git LFS in its place: fetch the file itself, for example with 'git lfs pull'.";

    /// <summary>As many bytes of a file as tell.</summary>
    public const int StartLength = 23;

    private static ReadOnlySpan<byte> Start => "version https://git-lfs"u8;

    /// <summary>Whether a file that begins like this is a pointer.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith(Start);
}
