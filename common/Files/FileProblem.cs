namespace BertGen.Common.Files;

/// <summary>Why a file is no text that can be read.</summary>
internal enum FileProblemKind
{
    /// <summary>It is a pointer that Git LFS left in the place of the file.</summary>
    Pointer,

    /// <summary>It is not UTF-8.</summary>
    Encoding,

    /// <summary>It is too long.</summary>
    Length,

    /// <summary>It is a folder, a pipe or a device, or cannot be opened.</summary>
    Kind,

    /// <summary>It begins with a byte order mark, which becomes part of what it says.</summary>
    Mark,
}

/// <summary>What is wrong with a file, and where; line and column begin at 1, columns count UTF-16 units.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Text">What was found.</param>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
internal sealed record FileProblem(FileProblemKind Kind, string Text, int Line = 1, int Column = 1)
{
    public static FileProblem Pointer { get; } = new(FileProblemKind.Pointer, "found a pointer of Git LFS in its place");

    /// <summary>Too many bytes.</summary>
    public static FileProblem TooLong(long most, long found) =>
        new(FileProblemKind.Length, FormattableString.Invariant($"expected at most {most} bytes, found {found}"));

    /// <summary>Too many lines.</summary>
    public static FileProblem TooManyLines(int most) =>
        new(FileProblemKind.Length, FormattableString.Invariant($"expected at most {most} lines, found more"));
}
