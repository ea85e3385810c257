using System.CommandLine;
using BertGen.Checkpoints;
using BertGen.Hub;
using BertGen.Tool.Quality;

namespace BertGen.Tool;

/// <summary><c>bertgen verify PATH</c>: whether a checkpoint has what its config asks for; with <c>--quality</c>, what a precision costs.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings, bool describe)
    {
        Argument<string> path = ModelArgument.Create();
        Option<string> config = new("--config") { Description = "Check against this config.json, or the one in this folder; default: the one beside the weights.", HelpName = "CONFIG" };
        Option<bool> json = JsonOption.Create();
        var command = new Command("verify", "Checks a checkpoint against a config: every tensor, its shape and its values; or a precision against float32.") { path, config, json };
        var quality = QualityCheck.AddTo(command, describe);
        command.SetAction(parsed =>
        {
            HubSettings settings = readSettings();
            bool isQuality = quality.IsAskedFor(parsed);
            string source = ModelArgument.Resolve(parsed.GetValue(path)!, settings);
            return isQuality
                ? quality.Run(parsed, source, parsed.GetValue(json), settings, terminal)
                : Run(source, parsed.GetValue(config), parsed.GetValue(json), terminal.Output);
        });
        return command;
    }

    private static int Run(string path, string? configPath, bool asJson, TextWriter output)
    {
        BertConfig config = configPath is not null ? BertConfig.Load(configPath)
            : ModelArgument.FindConfig(path) ?? throw new UserException($"{path}: there is no config.json; name one with --config.");
        using Checkpoint checkpoint = Checkpoint.Open(path);
        CheckpointReport report = CheckpointCheck.Run(checkpoint, config);
        string[] problems = [.. PointerCheck.Run(path), .. report.Problems];
        if (asJson)
        {
            output.WriteLine(JsonOption.Write(writer =>
            {
                writer.WriteString("checkpoint", checkpoint.Path);
                writer.WriteBoolean("fits", problems.Length == 0);
                writer.WriteNumber("tensors", report.TensorCount);
                JsonOption.WriteTexts(writer, "problems", problems);
                JsonOption.WriteTexts(writer, "ignored", report.Ignored);
            }));
            return problems.Length == 0 ? ToolCommand.Success : ToolCommand.Failure;
        }

        foreach (string line in problems)
        {
            output.WriteLine(line);
        }

        foreach (string line in report.Ignored)
        {
            output.WriteLine(line);
        }

        output.WriteLine(problems.Length == 0
            ? $"{checkpoint.Path} fits: {report.TensorCount} tensors, all values finite."
            : $"{checkpoint.Path} does not fit: {problems.Length} {(problems.Length == 1 ? "problem" : "problems")}.");
        return problems.Length == 0 ? ToolCommand.Success : ToolCommand.Failure;
    }
}
