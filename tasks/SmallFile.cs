using BertGen.Common.Files;

namespace BertGen.Tasks;

/// <summary>A small text file of a model on its way to the compiler, which would wait for a pipe and read whatever it is given.</summary>
/// <param name="Content">The bytes; null where there is no such file, or where it is no text.</param>
/// <param name="Problem">What is wrong with it; with content beside it, a warning.</param>
internal sealed record SmallFile(byte[]? Content, FileProblem? Problem)
{
    /// <summary>Looks at a file, as far as it may be long.</summary>
    public static SmallFile Read(string path)
    {
        try
        {
            return Of(Path.GetFileName(path), PlainFile.ReadAll(path, FileLimits.BytesOf(Path.GetFileName(path))));
        }
        catch (PlainFileException e)
        {
            return new SmallFile(null, e.Problem);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SmallFile(null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The text of such an error has paths of this machine in it.
            return new SmallFile(null, new FileProblem(FileProblemKind.Kind, "it cannot be opened"));
        }
    }

    /// <summary>Looks at the content of a file.</summary>
    public static SmallFile Of(string name, byte[] content)
    {
        if (TextCheck.Find(content) is { } problem)
        {
            return new SmallFile(null, problem);
        }

        // The compiler drops the mark, and JSON does not count it; a list of pieces has it in its first piece.
        bool isMarked = name.EndsWith(".txt", StringComparison.Ordinal) && TextCheck.HasMark(content);
        return new SmallFile(content, isMarked ? new FileProblem(FileProblemKind.Mark, "") : null);
    }
}
