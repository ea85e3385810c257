namespace BertGen.Benchmarks.Precision;

/// <summary>The published sentence-transformers/all-MiniLM-L6-v2.</summary>
[BertEmbedder("../tests/BertGen.RealModels.Tests/models/sentence-transformers/all-MiniLM-L6-v2")]
internal sealed partial class MiniLm;

/// <summary>The same with products on numbers of 8 bits.</summary>
[BertEmbedder("../tests/BertGen.RealModels.Tests/models/sentence-transformers/all-MiniLM-L6-v2", Precision = BertPrecision.Int8)]
internal sealed partial class MiniLmInt8;

/// <summary>The published Snowflake/snowflake-arctic-embed-xs.</summary>
[BertEmbedder("../tests/BertGen.RealModels.Tests/models/Snowflake/snowflake-arctic-embed-xs")]
internal sealed partial class ArcticXs;

/// <summary>The same with products on numbers of 8 bits.</summary>
[BertEmbedder("../tests/BertGen.RealModels.Tests/models/Snowflake/snowflake-arctic-embed-xs", Precision = BertPrecision.Int8)]
internal sealed partial class ArcticXsInt8;
