using System.CommandLine;
using System.Globalization;

namespace SemanticSearch;

/// <summary>The command line: a folder, and a question or none.</summary>
internal static class ProgramCommand
{
    private static readonly SampleCommand Program = new("semantic-search");

    /// <returns>0; 1 where a file cannot be used; 2 where the command line is wrong.</returns>
    public static int Invoke(string[] args) => Program.Invoke(Create(), args);

    private static RootCommand Create()
    {
        Argument<string> folder = new("folder") { Description = "Folder with text files; those in folders below it are found, too." };
        Argument<string?> question = new("question") { Description = "What to look for; without it, every line of the input is a question.", Arity = ArgumentArity.ZeroOrOne };
        Option<string[]> patterns = new("--pattern") { Description = "Names of the files.", HelpName = "PATTERN", DefaultValueFactory = _ => ["*.txt", "*.md"] };
        Option<string?> index = new("--index") { Description = "The SQLite file of the vectors; default: semantic-search.db in the folder.", HelpName = "FILE" };
        Option<int> top = NumberOption.Create("--top", "Most answers to a question.", 5);
        var command = new RootCommand("Finds the passages of text files that are about a question. Only files that have changed are embedded again.")
        {
            folder, question, patterns, index, top,
        };
        command.SetAction(parsed => Program.Run(() => Run(
            parsed.GetValue(folder)!, parsed.GetValue(question), parsed.GetValue(patterns)!, parsed.GetValue(index), parsed.GetValue(top))));
        return command;
    }

    private static void Run(string folder, string? question, string[] patterns, string? index, int top)
    {
        using WordNetMini model = WordNetMini.Load();
        using var passages = PassageStore.Open(index ?? Path.Combine(folder, "semantic-search.db"), WordNetMini.Info);
        Console.Error.WriteLine(new FolderIndexer(model, passages).Update(folder, patterns));
        PassageSearch search = passages.Read();
        if (question is not null)
        {
            Answer(question);
            return;
        }

        while (Console.In.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                Answer(line);
            }
        }

        void Answer(string text)
        {
            foreach (Answer answer in search.Find(model, text, top))
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Score:f3}  {answer.Passage.File}:{answer.Passage.Line}  {answer.Passage.Text.ReplaceLineEndings(" ")}"));
            }
        }
    }
}
