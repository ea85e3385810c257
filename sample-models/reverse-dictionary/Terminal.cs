using System.Text;

namespace ReverseDictionary;

/// <summary>The three streams of the program, and which of them a person sits at.</summary>
internal sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Error)
{
    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public static Terminal OfProcess()
    {
        // Before the writers are taken: Windows would show the table's frame in its own code page.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(Console.In, Console.Out, Console.Error)
        {
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }

    /// <summary>Tells something beside the answers.</summary>
    public void Note(string message) => Error.WriteLine($"reverse-dictionary: {message}");
}
