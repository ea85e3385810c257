namespace BertGen.Bulk.Commands;

/// <summary>Stands for the owner of what nobody has to dispose of.</summary>
internal sealed class NoOwner : IDisposable, IAsyncDisposable
{
    /// <summary>The one there is.</summary>
    public static NoOwner Instance { get; } = new();

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
