namespace BertGen.Reliability.Tests;

/// <summary>A small model with a learned mix: gamma tells one saved model from another.</summary>
[BertEmbedder("../golden/e2e")]
public sealed partial class Model
{
    /// <summary>The folder of its weights.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "e2e");
}
