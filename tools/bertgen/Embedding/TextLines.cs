using System.Text;

namespace BertGen.Tool.Embedding;

/// <summary>The lines of files, or of the standard input. Empty lines are texts, too: line and row have one number.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="UserException">A file cannot be read, or is no UTF-8 text.</exception>
    public static IEnumerable<string> Read(string[] files, Terminal terminal) =>
        files.Length == 0 ? Lines("standard input", terminal.OpenInput) : files.SelectMany(file => Lines(file, () => File.OpenRead(file)));

    private static IEnumerable<string> Lines(string name, Func<Stream> open)
    {
        using var reader = new StreamReader(Guarded(name, 0, open), Strict);
        for (int line = 1; Guarded(name, line, reader.ReadLine) is { } text; line++)
        {
            yield return text;
        }
    }

    private static T Guarded<T>(string name, int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{name}: {e.Message}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserException($"{name}: expected text in UTF-8, found other bytes in or behind line {line}.", e);
        }
    }
}
