namespace BertGen.RealModels.Tests;

/// <summary>A model that pools the vector of its first piece, by the path of its folder.</summary>
[BertEmbedder("models/Snowflake/snowflake-arctic-embed-xs")]
public sealed partial class ArcticXs;
