namespace BertGen.Serving.Models;

/// <summary>What a model is served for.</summary>
[Flags]
internal enum ModelFeatures
{
    None = 0,
    Embeddings = 1,
    Sparse = 2,
    Rerank = 4,
    Classify = 8,
}
