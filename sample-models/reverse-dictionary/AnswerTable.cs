using System.Globalization;
using Spectre.Console;

namespace ReverseDictionary;

/// <summary>Shows answers: a framed table for a person, plain aligned lines for a file or another program.</summary>
internal static class AnswerTable
{
    // A few synsets have dozens of words; they shall not push the definitions of the others away.
    private const int MaxWordsWidth = 40;

    public static void Write(Terminal terminal, Synset[] synsets, Neighbour[] neighbours)
    {
        if (terminal.OutputIsTerminal)
        {
            WriteFramed(terminal.Output, synsets, neighbours);
        }
        else
        {
            WritePlain(terminal.Output, synsets, neighbours);
        }
    }

    private static void WriteFramed(TextWriter output, Synset[] synsets, Neighbour[] neighbours)
    {
        Table table = new Table()
            .RoundedBorder()
            .AddColumn(new TableColumn("score").RightAligned())
            .AddColumn("words")
            .AddColumn("definition");
        foreach (Neighbour neighbour in neighbours)
        {
            Synset synset = synsets[neighbour.Row];
            table.AddRow(new Text(Score(neighbour)), new Text(synset.Words, new Style(decoration: Decoration.Bold)), new Text(synset.Definition));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }

    private static void WritePlain(TextWriter output, Synset[] synsets, Neighbour[] neighbours)
    {
        int width = Math.Min(MaxWordsWidth, neighbours.Max(neighbour => synsets[neighbour.Row].Words.Length));
        foreach (Neighbour neighbour in neighbours)
        {
            Synset synset = synsets[neighbour.Row];
            output.WriteLine($"{Score(neighbour)}  {synset.Words.PadRight(width)}  {synset.Definition}");
        }
    }

    private static string Score(Neighbour neighbour) => neighbour.Score.ToString("0.000", CultureInfo.InvariantCulture);
}
