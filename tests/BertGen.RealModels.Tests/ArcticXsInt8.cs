namespace BertGen.RealModels.Tests;

/// <summary>The same model with products on numbers of 8 bits.</summary>
[BertEmbedder("models/Snowflake/snowflake-arctic-embed-xs", Precision = BertPrecision.Int8)]
public sealed partial class ArcticXsInt8;
