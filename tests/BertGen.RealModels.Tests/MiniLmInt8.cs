namespace BertGen.RealModels.Tests;

/// <summary>The same model with products on numbers of 8 bits.</summary>
[PretrainedBertEmbedder("sentence-transformers/all-MiniLM-L6-v2", Precision = BertPrecision.Int8)]
public sealed partial class MiniLmInt8;
