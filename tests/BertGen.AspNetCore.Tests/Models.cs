namespace BertGen.AspNetCore.Tests;

/// <summary>The shipped sentence embedder.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;

/// <summary>The same with numbers of 8 bits.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, Precision = BertPrecision.Int8)]
public sealed partial class WordNetMiniInt8;

/// <summary>A small cross-encoder with random weights and one label.</summary>
[BertEmbedder("../golden/cross-encoders/folders/cross_activation_new")]
public sealed partial class SmallReranker;

/// <summary>A small classifier with random weights and three labels.</summary>
[BertEmbedder("../golden/cross-encoders/folders/cross_plain_bert_3")]
public sealed partial class SmallClassifier;

/// <summary>A small model with sparse vectors and random weights.</summary>
[BertEmbedder("../golden/heads/splade")]
public sealed partial class SmallSplade;

/// <summary>Where the tests have the models.</summary>
internal static class ModelFolders
{
    public static string WordNetMini => Of("wordnet-mini");

    public static string Reranker => Of("cross-encoder");

    public static string Classifier => Of("classifier");

    public static string Splade => Of("splade");

    private static string Of(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
