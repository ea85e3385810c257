using System.CommandLine;
using BertGen.Bulk;
using BertGen.Bulk.Commands;
using BertGen.Hub;
using BertGen.Tool.Compiling;
using BertGen.Tool.Pipe;

namespace BertGen.Tool.Embedding;

/// <summary>
/// The model of <c>bertgen embed plan</c>, which is named and compiled there. A run pins name and options, so that its workers need no other word.
/// </summary>
/// <param name="terminal">The streams of the program.</param>
/// <param name="readSettings">Reads the settings of the hub.</param>
/// <param name="describe">Whether the options of the attribute are described.</param>
internal sealed class BulkModelSource(Terminal terminal, Func<HubSettings> readSettings, bool describe) : IModelSource
{
    // Beside it, the run pins the options of the attribute by their names.
    private const string ModelKey = "model";

    private readonly Argument<string> _planned = new("model") { Description = "A model folder, an archive, or the name of a model in the cache.", HelpName = "MODEL" };
    private readonly Option<string?> _moved = new("--model") { Description = "Where the model is now, if not where it was when the run was planned.", HelpName = "MODEL" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = "Claims shards in a database of PostgreSQL, as --claim does with files.", HelpName = "CONNECTION" };
    private readonly EmbedSymbols _embed = new();
    private AttributeOptions? _options;

    public void AddPlanSymbols(Command command)
    {
        command.Arguments.Add(_planned);
        _embed.AddTo(command);
        _options = AttributeOptions.AddTo(command, describe);
    }

    public void AddWorkSymbols(Command command) => command.Options.Add(_moved);

    public void AddClaimSymbols(Command command) => command.Options.Add(_postgres);

    public async Task<IShardClaims?> OpenClaimsAsync(ParseResult parsed, BulkRun run, CancellationToken cancellationToken) => parsed.GetValue(_postgres) is { } connection
        ? await PostgresClaims.OpenAsync(connection, run.Identifier, run.ShardCount, cancellationToken).ConfigureAwait(false)
        : null;

    public OpenedModel OpenPlanned(ParseResult parsed)
    {
        string name = parsed.GetValue(_planned)!;
        IReadOnlyDictionary<string, string> options = _options!.Given(parsed);
        var worker = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ModelKey] = Path.Exists(name) ? Path.GetFullPath(name) : name };
        foreach ((string option, string value) in options)
        {
            worker[option] = value;
        }

        return Open(name, options, _embed.Read(parsed), worker);
    }

    public OpenedModel Open(ParseResult parsed, BulkRun run)
    {
        string name = parsed.GetValue(_moved) ?? run.Worker.GetValueOrDefault(ModelKey)
            ?? throw new UserException($"{run.Folder}: the run does not name its model: it was planned by another program; name it with --model.");
        return Open(name, run.Worker.Where(pair => pair.Key != ModelKey).ToDictionary(), EmbedSymbols.Of(run.Model), run.Worker);
    }

    private OpenedModel Open(string name, IReadOnlyDictionary<string, string> options, EmbedOptions embed, IReadOnlyDictionary<string, string> worker)
    {
        HubSettings settings = readSettings();
        var model = PipedModel.Open(ModelPlace.Of(ModelArgument.Resolve(name, settings)), AttributeOptions.Of(options), settings, terminal.Error.WriteLine);
        try
        {
            return model.Loaded.Encoder is ISentenceEmbedder embedder
                ? new OpenedModel(BulkModel.Of(embedder, embed), worker, model)
                : throw new UserException("The folder does not say how a text becomes one vector; plan with --pooling mean (or cls, max).");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
