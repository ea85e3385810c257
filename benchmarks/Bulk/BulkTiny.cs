namespace BertGen.Benchmarks.Bulk;

/// <summary>2 layers of 24: so little computing that ten million texts are embedded in minutes.</summary>
[BertEmbedder("../tests/golden/e2e", Pooling = BertPooling.Mean, Normalize = true, TopLayerOnly = true)]
internal sealed partial class BulkTiny
{
    /// <summary>Where it lies.</summary>
    public static string Folder { get; } = Path.Combine(Definitions.ModelFolder, "..", "..", "tests", "golden", "e2e");
}
