namespace BertGen.Vectors;

/// <summary>How alike two vectors are; the larger the value, the more alike. The names are those of sentence-transformers.</summary>
public enum SimilarityFunction
{
    /// <summary>The cosine of the angle between them, in [-1, 1]; 0 for a vector of zeros.</summary>
    Cosine,

    /// <summary>Their inner product.</summary>
    Dot,

    /// <summary>The negative length of their difference.</summary>
    Euclidean,

    /// <summary>The negative sum of the absolute differences of their components.</summary>
    Manhattan,
}
