namespace BertGen.Bulk.Tests.Harness;

/// <summary>A class that workers in processes of their own are asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Where it lies.</param>
internal sealed record WorkerModel(string Name, string Folder)
{
    private readonly Lazy<BulkModel> _bulk = new(() => Name == nameof(Tiny) ? BulkModel.Of(Tests.Tiny.Load(Folder)) : Tests.WordNetMini.Model);

    /// <summary>The shipped sentence embedder.</summary>
    public static WorkerModel WordNetMini { get; } = new(nameof(Tests.WordNetMini), Tests.WordNetMini.Folder);

    /// <summary>The tiny model.</summary>
    public static WorkerModel Tiny { get; } = new(nameof(Tests.Tiny), Tests.Tiny.Folder);

    /// <summary>The same in this process, loaded once.</summary>
    public BulkModel Bulk => _bulk.Value;
}
