namespace BertGen.Tests.Compiled;

/// <summary>The shipped sentence embedder, compiled into the tests as a user would.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;

/// <summary>The same model on numbers of 8 bits.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, Precision = BertPrecision.Int8)]
public sealed partial class WordNetRounded;

/// <summary>The same model with a learned mix.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", Pooling = BertPooling.None)]
public sealed partial class WordNetMix;

/// <summary>The first layer of the same model: the others are never loaded.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", Pooling = BertPooling.None, ScalarMixParameters = [0, float.NegativeInfinity, float.NegativeInfinity])]
public sealed partial class WordNetFirstLayer;

/// <summary>A small model with a learned mix, in float32 and with a pooler.</summary>
[BertEmbedder("../golden/e2e")]
public sealed partial class EndToEnd;

/// <summary>The same model but for one number of its config.</summary>
[BertEmbedder("Pretrained/other-epsilon")]
public sealed partial class OtherEpsilon;

/// <summary>Sentence vectors of texts that are longer than a window.</summary>
[BertEmbedder("../golden/e2e", TopLayerOnly = true, MaxPieces = 16, Pooling = BertPooling.Mean)]
public sealed partial class LongTextMean;

/// <summary>The first piece of such a text.</summary>
[BertEmbedder("../golden/e2e", TopLayerOnly = true, MaxPieces = 16, Pooling = BertPooling.Cls, Normalize = true)]
public sealed partial class LongTextCls;

/// <summary>The largest values over such a text.</summary>
[BertEmbedder("../golden/e2e", TopLayerOnly = true, MaxPieces = 16, Pooling = BertPooling.Max)]
public sealed partial class LongTextMax;
