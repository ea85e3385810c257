using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>A compiled class as the model of all commands.</summary>
/// <typeparam name="TModel">The class.</typeparam>
internal sealed class ClassModelSource<TModel> : IModelSource
    where TModel : class, IBertModel<TModel>, ISentenceEmbedder
{
    private readonly EmbedSymbols _embed = new();
    private readonly Option<string?> _source = new("--model") { Description = "A model folder, a file with weights, or a name in the cache; default: what the class names.", HelpName = "MODEL" };

    public void AddPlanSymbols(Command command)
    {
        AddWorkSymbols(command);
        _embed.AddTo(command);
    }

    public void AddWorkSymbols(Command command) => command.Options.Add(_source);

    public OpenedModel OpenPlanned(ParseResult parsed) => Open(parsed, _embed.Read(parsed));

    public OpenedModel Open(ParseResult parsed, BulkRun run) => Open(parsed, EmbedSymbols.Of(run.Model));

    private OpenedModel Open(ParseResult parsed, EmbedOptions options)
    {
        TModel model = TModel.Load(parsed.GetValue(_source));
        return new OpenedModel(BulkModel.Of(model, options), new Dictionary<string, string>(), model as IDisposable ?? NoOwner.Instance);
    }
}
