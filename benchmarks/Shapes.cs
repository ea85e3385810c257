namespace BertGen.Benchmarks;

/// <summary>12 layers of 768: bert-base.</summary>
[BertEmbedder("models/bert-base", TopLayerOnly = true)]
internal sealed partial class BertBase;

/// <summary>6 layers of 384: the shape of the MiniLM sentence embedders.</summary>
[BertEmbedder("models/minilm-l6", TopLayerOnly = true)]
internal sealed partial class MiniLmL6;

/// <summary>bert-base with products on numbers of 8 bits.</summary>
[BertEmbedder("models/bert-base", TopLayerOnly = true, Precision = BertPrecision.Int8)]
internal sealed partial class BertBaseInt8;

/// <summary>The shape of MiniLM with products on numbers of 8 bits.</summary>
[BertEmbedder("models/minilm-l6", TopLayerOnly = true, Precision = BertPrecision.Int8)]
internal sealed partial class MiniLmL6Int8;

/// <summary>2 layers of 128.</summary>
[BertEmbedder("models/bert-tiny", TopLayerOnly = true)]
internal sealed partial class BertTiny;

/// <summary>12 layers of 768, with positions counted by ids: XLM-RoBERTa base. Its table of words is as long as that of bert-base, of which a call reads the rows of its pieces alone.</summary>
[BertEmbedder("models/xlm-roberta-base", TopLayerOnly = true)]
internal sealed partial class XlmRobertaBase;

/// <summary>12 layers of 768, with scores that depend on distances: MPNet base.</summary>
[BertEmbedder("models/mpnet-base", TopLayerOnly = true)]
internal sealed partial class MpnetBase;

/// <summary>22 layers of 768, every third of which attends to all pieces and the others to near ones: ModernBERT base.</summary>
[BertEmbedder("models/modernbert-base", TopLayerOnly = true)]
internal sealed partial class ModernBertBase;

/// <summary>Two of its layers that attend to near pieces, for texts of 8,192 pieces.</summary>
[BertEmbedder("models/modernbert-local", TopLayerOnly = true, MaxPieces = 8192)]
internal sealed partial class ModernBertLocal;

/// <summary>The small trained model, for its vocabulary and its texts.</summary>
[BertEmbedder("../sample-models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class WordNetMini;
