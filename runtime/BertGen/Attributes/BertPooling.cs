namespace BertGen;

/// <summary>How the vectors of a text's pieces become one sentence vector.</summary>
public enum BertPooling
{
    /// <summary>No sentence vectors: the class has no <c>Embed</c>.</summary>
    None,

    /// <summary>The mean over all pieces, special pieces included.</summary>
    Mean,

    /// <summary>The vector of the first piece, <c>[CLS]</c>.</summary>
    Cls,

    /// <summary>The largest value of every component over all pieces, special pieces included.</summary>
    Max,

    /// <summary>The sum over all pieces, divided by the square root of their number.</summary>
    MeanSqrtLength,

    /// <summary>The mean with the weights 1, 2, 3, ... from the first piece on.</summary>
    WeightedMean,

    /// <summary>The vector of the last piece, which is <c>[SEP]</c> in BERT.</summary>
    LastToken,
}
