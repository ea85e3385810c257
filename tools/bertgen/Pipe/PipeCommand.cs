using System.CommandLine;
using BertGen.Hub;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>bertgen pipe MODEL</c>: answers requests about a model, a JSON object a line.</summary>
internal static class PipeCommand
{
    /// <param name="terminal">The streams of the program.</param>
    /// <param name="readSettings">Reads the settings of the hub.</param>
    /// <param name="describe">Whether the options are described: only help is worth the time that it takes to read what they are.</param>
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings, bool describe)
    {
        var model = new Argument<string>("model") { Description = "A model folder, an archive, or the name of a model in the cache.", HelpName = "MODEL" };
        var command = new Command("pipe", Description) { model };
        var options = AttributeOptions.AddTo(command, describe);
        command.SetAction(parsed => Run(ModelArgument.Resolve(parsed.GetValue(model)!, readSettings()), options.Read(parsed), terminal, readSettings()));
        return command;
    }

    private static string Description => $"""
        Answers requests about a model: a JSON object a line on standard input, one a line on standard output, in the same order. The model is compiled when it is first used, and kept for the next time.

        Requests:
        {string.Join("\n", RequestKinds.All.Select(kind => "  " + kind.Summary))}

        Options are those of the attribute [BertEmbedder].
        """;

    private static int Run(string path, ModelOptions options, Terminal terminal, HubSettings settings)
    {
        var place = ModelPlace.Of(path);
        try
        {
            using var model = PipedModel.Open(place, options, settings, terminal.Error.WriteLine);
            if (FolderFiles.Find(place).Weights.Count > 0)
            {
                _ = model.Compiled; // A folder without weights may be that of a tokenizer alone.
            }

            if (new PipeSession(model, terminal.Error.WriteLine).Run(terminal.OpenInput(), terminal.OpenOutput()) == 0)
            {
                _ = model.Compiled; // Who asks nothing asks whether the model compiles.
            }

            return ToolCommand.Success;
        }
        catch (IOException e)
        {
            // Files of the model are told in answers: this is a reader that has gone.
            throw new UserException($"requests cannot be read, or answers not be written: {e.Message}", e);
        }
    }
}
