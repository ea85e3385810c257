namespace BertGen.Reliability.Tests.Bits;

/// <summary>Rows of whole vectors, a learned mix.</summary>
[BertEmbedder("../golden/wide128")]
internal sealed partial class WideBert;

/// <summary>Text, means of length 1, and the pooler; sizes that fill no vector.</summary>
[BertEmbedder("../golden/tiny", TopLayerOnly = true, Pooler = true)]
internal sealed partial class TinyBert;

/// <summary>Trained text embeddings.</summary>
[BertEmbedder("../golden/e2e", MaxPieces = 16, Pooling = BertPooling.Mean, Normalize = true, RequiresGrad = true)]
internal sealed partial class TrainedBert;

[BertEmbedder("../golden/families/folders/albert-s", TopLayerOnly = true)]
internal sealed partial class Albert;

/// <summary>RMSNorm, rotary positions, fewer heads of keys than of queries.</summary>
[BertEmbedder("../golden/families/folders/eurobert-s", TopLayerOnly = true)]
internal sealed partial class EuroBert;

/// <summary>Rotary positions, a gate, and queries, keys and values of one product.</summary>
[BertEmbedder("../golden/families/folders/gte-s", TopLayerOnly = true)]
internal sealed partial class Gte;

/// <summary>Pieces that attend to near ones only.</summary>
[BertEmbedder("../golden/families/folders/modernbert-long", TopLayerOnly = true)]
internal sealed partial class ModernBert;

/// <summary>What is added to scores by distance.</summary>
[BertEmbedder("../golden/families/folders/mpnet-long", TopLayerOnly = true)]
internal sealed partial class Mpnet;

/// <summary>Pieces that see none behind them.</summary>
[BertEmbedder("../golden/families/folders/qwen3-s", TopLayerOnly = true)]
internal sealed partial class Qwen;

/// <summary>A classifier of the mean of a text.</summary>
[BertEmbedder("../golden/families/folders/modernbert-seqcls3-mean")]
internal sealed partial class Classifier;

/// <summary>Vectors of pieces through a dense layer.</summary>
[BertEmbedder("../golden/heads/colbert")]
internal sealed partial class ColBert;

/// <summary>Weights of the vocabulary.</summary>
[BertEmbedder("../golden/heads/splade")]
internal sealed partial class Splade;

/// <summary>Softmax of the labels of pieces.</summary>
[BertEmbedder("../golden/heads/token-classifier")]
internal sealed partial class TokenClassifier;

[BertEmbedder("../golden/wide128", Precision = BertPrecision.Int8)]
internal sealed partial class RoundedBert;

[BertEmbedder("../golden/families/folders/modernbert-long", TopLayerOnly = true, Precision = BertPrecision.Int8)]
internal sealed partial class RoundedModernBert;
