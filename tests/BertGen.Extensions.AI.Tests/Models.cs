namespace BertGen.Extensions.AI.Tests;

/// <summary>The shipped sentence embedder.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;

/// <summary>A small cross-encoder with random weights and one label.</summary>
[BertEmbedder("../golden/cross-encoders/folders/cross_activation_new")]
public sealed partial class SmallReranker;

/// <summary>Where the tests have the models.</summary>
internal static class ModelFolders
{
    public static string WordNetMini => Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    public static string Reranker => Path.Combine(AppContext.BaseDirectory, "cross-encoder");
}
