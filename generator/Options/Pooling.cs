namespace BertGen.Generator.Options;

/// <summary>The values of <c>BertPooling</c> of the runtime.</summary>
internal enum Pooling
{
    None,
    Mean,
    Cls,
    Max,
    MeanSqrtLength,
    WeightedMean,
    LastToken,
}
