using BertGen;

/// <summary>Written by BertGen for exactly this model.</summary>
[PretrainedBertEmbedder("MODEL_NAME")]
internal sealed partial class Embedder;
