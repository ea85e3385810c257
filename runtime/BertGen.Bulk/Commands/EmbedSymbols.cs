using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>How texts are embedded, as options of a command that plans.</summary>
internal sealed class EmbedSymbols
{
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What stands before every text; default: as the folder says.", HelpName = "TEXT" };
    private readonly Option<EmbedRole> _role = new("--role") { Description = "What the texts are: query, document or none.", HelpName = "ROLE" };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_prompt);
        command.Options.Add(_role);
    }

    /// <summary>Reads a command line.</summary>
    public EmbedOptions Read(ParseResult parsed) => new() { PromptText = parsed.GetValue(_prompt), Role = parsed.GetValue(_role) };

    /// <summary>The options that a run has pinned.</summary>
    public static EmbedOptions Of(ModelIdentity model) => new()
    {
        PromptText = model.PromptText,
        PromptName = model.PromptName,
        Role = model.Role,
        Dimensions = model.KeptDimensions,
        Normalize = model.Normalize,
    };
}
