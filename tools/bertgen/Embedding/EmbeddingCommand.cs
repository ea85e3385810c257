using System.CommandLine;
using BertGen.Hub;
using BertGen.Tool.Compiling;
using BertGen.Tool.Pipe;

namespace BertGen.Tool.Embedding;

/// <summary>What the commands that embed texts have in common: the model, how texts are embedded, and the options of the attribute.</summary>
internal sealed class EmbeddingCommand
{
    private readonly Argument<string> _model = new("model") { Description = "A model folder, an archive, or the name of a model in the cache.", HelpName = "MODEL" };
    private readonly Option<string> _prompt = new("--prompt") { Description = "What stands before every text; default: as the folder says.", HelpName = "TEXT" };
    private readonly Option<EmbedRole> _role = new("--role") { Description = "What the texts are: query, document or none.", HelpName = "ROLE" };
    private readonly AttributeOptions _options;

    /// <param name="name">The name of the command.</param>
    /// <param name="description">What it does.</param>
    /// <param name="describe">Whether options are described.</param>
    public EmbeddingCommand(string name, string description, bool describe)
    {
        Command = new Command(name, description) { _model, _prompt, _role };
        _options = AttributeOptions.AddTo(Command, describe);
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    /// <summary>Runs work on the model of a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">The streams of the program.</param>
    /// <param name="settings">The settings of the hub.</param>
    /// <param name="work">Gets the model, and how texts are embedded.</param>
    /// <exception cref="CompilationException">The model does not compile.</exception>
    /// <exception cref="UserException">There is no such model, or it cannot embed.</exception>
    public void Run(ParseResult parsed, Terminal terminal, HubSettings settings, Action<PipedModel, EmbedCall> work)
    {
        var place = ModelPlace.Of(ModelArgument.Resolve(parsed.GetValue(_model)!, settings));
        try
        {
            using var model = PipedModel.Open(place, _options.Read(parsed), settings, terminal.Error.WriteLine);
            work(model, new EmbedCall(parsed.GetValue(_prompt), parsed.GetValue(_role), Dimensions: null, Normalize: false));
        }
        catch (Exception e) when (e is PipeException or ArgumentException or Text.VocabularyException or Text.Tokenizers.TokenizerException)
        {
            throw new UserException(e.Message, e);
        }
    }
}
