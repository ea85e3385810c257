namespace BertGen.Bulk.Tests;

/// <summary>2 layers of 24: so little computing that a million texts are embedded in a minute.</summary>
[BertEmbedder("../golden/e2e", Pooling = BertPooling.Mean, Normalize = true, TopLayerOnly = true)]
internal sealed partial class Tiny
{
    /// <summary>Where the tests have it.</summary>
    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "tiny");
}
