namespace BertGen.Tests.Compiled;

/// <summary>The shipped sentence embedder, compiled into the tests as a user would.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;

/// <summary>The same model with a learned mix.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", Pooling = BertPooling.None)]
public sealed partial class WordNetMix;
