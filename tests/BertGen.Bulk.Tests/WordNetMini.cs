namespace BertGen.Bulk.Tests;

/// <summary>The shipped sentence embedder.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini
{
    /// <summary>Where the tests have it.</summary>
    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    /// <summary>Loaded once for all tests.</summary>
    internal static WordNetMini Shared { get; } = Load(Folder);

    /// <summary>The same as the model of a run.</summary>
    internal static BulkModel Model { get; } = BulkModel.Of(Shared);
}
