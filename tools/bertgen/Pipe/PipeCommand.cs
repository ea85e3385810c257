using System.CommandLine;
using System.CommandLine.Parsing;
using BertGen.Hub;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>bertgen pipe MODEL</c>: answers requests about a model, a JSON object a line.</summary>
internal static class PipeCommand
{
    private const string CacheFolder = "compiled";

    /// <param name="terminal">The streams of the program.</param>
    /// <param name="readSettings">Reads the settings of the hub.</param>
    /// <param name="describe">Whether the options are described: only help is worth the time that it takes to read what they are.</param>
    public static Command Create(Terminal terminal, Func<HubSettings> readSettings, bool describe)
    {
        var model = new Argument<string>("model") { Description = "A model folder, an archive, or the name of a model in the cache.", HelpName = "MODEL" };
        var command = new Command("pipe", Description) { model };
        (AttributeOption Attribute, Option Option)[] options = [.. AttributeOption.All.Select(option => (option, OptionOf(option, describe)))];
        foreach ((_, Option option) in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(ModelArgument.Resolve(parsed.GetValue(model)!, readSettings()), OptionsOf(parsed, options), terminal, readSettings()));
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
            var models = new CompiledModels(new CompiledModelCache(Path.Combine(settings.UrlCacheFolder, CacheFolder)), terminal.Error.WriteLine);
            using var model = new PipedModel(place, () => models.Open(place, options));
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
        catch (CompilationException e)
        {
            terminal.Error.WriteLine(e.Message);
            return ToolCommand.UsageError;
        }
        catch (IOException e)
        {
            // Files of the model are told in answers: this is a reader that has gone.
            throw new UserException($"requests cannot be read, or answers not be written: {e.Message}", e);
        }
    }

    private static Option OptionOf(AttributeOption attribute, bool describe)
    {
        string description = describe ? AttributeDocumentation.Find(attribute) : attribute.Property;
        if (attribute.IsSwitch)
        {
            return new Option<bool>(attribute.Name) { Description = description };
        }

        var option = new Option<string>(attribute.Name) { Description = description, HelpName = attribute.ValueName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [Token token] && !attribute.TryGetLiteral(token.Value, out _, out string? expected))
            {
                result.AddError($"{attribute.Name} is '{token.Value}'; expected {expected}.");
            }
        });
        return option;
    }

    private static ModelOptions OptionsOf(ParseResult parsed, (AttributeOption Attribute, Option Option)[] options)
    {
        var given = new ModelOptions();
        foreach ((AttributeOption attribute, Option option) in options)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                string value = attribute.IsSwitch ? parsed.GetValue((Option<bool>)option).ToString() : parsed.GetValue((Option<string>)option)!;
                given.Set(attribute.Property, attribute.TryGetLiteral(value, out string? literal, out string? expected) ? literal : throw new UserException($"{attribute.Name}: expected {expected}."));
            }
        }

        return given;
    }
}
