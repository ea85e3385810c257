using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>Where the commands have their model from.</summary>
internal interface IModelSource
{
    /// <summary>Gives a command that plans what it needs to know of the model.</summary>
    void AddPlanSymbols(Command command);

    /// <summary>Gives a command that works on a run what it may be told of the model.</summary>
    void AddWorkSymbols(Command command);

    /// <summary>Gives the command that works what it may be told of claims, where there are others than files.</summary>
    void AddClaimSymbols(Command command)
    {
    }

    /// <summary>Opens the claims that a command line names.</summary>
    /// <returns>The claims, which are disposed where they can be; null for files.</returns>
    Task<IShardClaims?> OpenClaimsAsync(ParseResult parsed, BulkRun run, CancellationToken cancellationToken) => Task.FromResult<IShardClaims?>(null);

    /// <summary>Opens the model that a command line names.</summary>
    /// <returns>The model; what owns it; and what <c>run.json</c> tells workers of it.</returns>
    OpenedModel OpenPlanned(ParseResult parsed);

    /// <summary>Opens the model of a run.</summary>
    OpenedModel Open(ParseResult parsed, BulkRun run);
}

/// <summary>A model that is open.</summary>
/// <param name="Model">The model.</param>
/// <param name="Worker">What workers have to know to load it.</param>
/// <param name="Owner">What is disposed when it is not needed any more.</param>
internal sealed record OpenedModel(BulkModel Model, IReadOnlyDictionary<string, string> Worker, IDisposable Owner) : IDisposable
{
    public void Dispose() => Owner.Dispose();
}
