using System.CommandLine;
using System.Globalization;
using System.Text;
using BertGen.Tool.Embedding;

namespace BertGen.Tool.Mapping;

/// <summary><c>bertgen map [FILE]</c>: a page that shows texts as points, alike ones beside each other.</summary>
internal static class MapCommand
{
    private const string Extension = ".html";
    private const string StandardOutput = "-";

    public static Command Create(Terminal terminal)
    {
        Argument<string?> file = new("file") { Description = "What bertgen embed writes: a JSON object a line, with text and vector; default: the standard input.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> output = new("--output", "-o") { Description = "The page; default: beside the file, under its name; - for the standard output.", HelpName = "FILE" };
        Option<string?> title = new("--title") { Description = "What stands above the map; default: the name of the file.", HelpName = "TEXT" };
        var command = new Command("map", "Writes a page that shows texts as points, alike ones beside each other, with a search.") { file, output, title };
        command.SetAction(parsed => Run(parsed.GetValue(file), parsed.GetValue(output), parsed.GetValue(title), terminal));
        return command;
    }

    private static int Run(string? file, string? output, string? title, Terminal terminal)
    {
        string page = output
            ?? (file is null ? throw new UserException("The standard input has no name: say where the page goes with --output.") : Path.ChangeExtension(file, Extension));
        if (file is not null && Path.GetFullPath(page) == Path.GetFullPath(file))
        {
            throw new UserException($"{file}: the page would take the place of its texts; say with --output where it goes.");
        }

        TextEmbeddings texts = VectorLines.Read(file, terminal);
        MapPage.Map map = MapPage.Of(texts, title ?? (file is null ? "Texts" : Path.GetFileName(file)));
        Write(page, Encoding.UTF8.GetBytes(map.Html), terminal);
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture, $"{page}: {NumberText.Grouped(texts.Count)} texts; the plane shows {100 * (map.Shares.X + map.Shares.Y):f0} % of their spread."));
        return ToolCommand.Success;
    }

    private static void Write(string page, byte[] html, Terminal terminal)
    {
        if (page == StandardOutput)
        {
            using Stream output = terminal.OpenOutput();
            output.Write(html);
            return;
        }

        using OutputFile file = OutputFile.Create(page);
        file.Stream.Write(html);
        file.Complete();
    }
}
