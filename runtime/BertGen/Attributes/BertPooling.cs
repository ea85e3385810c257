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
}
