namespace BertGen.RealModels.Tests;

/// <summary>By the name that the model has on the hub, as in the read-me; mean pooling.</summary>
[PretrainedBertEmbedder("sentence-transformers/all-MiniLM-L6-v2")]
public sealed partial class MiniLm;
