namespace BertGen.Benchmarks;

/// <summary>12 layers of 768: bert-base.</summary>
[BertEmbedder("models/bert-base", TopLayerOnly = true)]
internal sealed partial class BertBase;

/// <summary>6 layers of 384: the shape of the MiniLM sentence embedders.</summary>
[BertEmbedder("models/minilm-l6", TopLayerOnly = true)]
internal sealed partial class MiniLmL6;

/// <summary>2 layers of 128.</summary>
[BertEmbedder("models/bert-tiny", TopLayerOnly = true)]
internal sealed partial class BertTiny;

/// <summary>The small trained model, for its vocabulary and its texts.</summary>
[BertEmbedder("../sample-models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class WordNetMini;
