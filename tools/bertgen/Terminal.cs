using System.Text;

namespace BertGen.Tool;

/// <summary>The output streams of the program, and whether a person watches the progress.</summary>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether progress is shown at all (unless <c>HF_HUB_DISABLE_PROGRESS_BARS</c>).</summary>
    public bool ShowProgress { get; init; } = true;

    /// <summary>Opens the standard input as bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Opens the standard output as bytes; nothing is written to <see cref="Output"/> then.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    public static Terminal OfProcess()
    {
        // Before the writers are taken: Windows would show the bar in its own code page.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(Console.Out, Console.Error)
        {
            ErrorIsTerminal = !Console.IsErrorRedirected,
            ShowProgress = Environment.GetEnvironmentVariable("HF_HUB_DISABLE_PROGRESS_BARS")?.Trim().ToUpperInvariant() is not ("1" or "ON" or "YES" or "TRUE"),
        };
    }

    /// <summary>Tells something beside the result.</summary>
    public void Note(string message) => Error.WriteLine($"bertgen: {message}");
}
