using System.Numerics.Tensors;

namespace BertGen.Parity.Sentence;

/// <summary>What the tests ask of a class of a folder of sentence-transformers; what a class has not throws.</summary>
public interface ISentenceModel : IDisposable
{
    BertModelInfo Info { get; }

    Tensor<float> Embed(SentenceArguments arguments, string[] texts) => throw new NotSupportedException();

    /// <summary>The same, in memory that is given.</summary>
    void EmbedInto(SentenceArguments arguments, string[] texts, Memory<float> destination) => throw new NotSupportedException();

    Tensor<float>[] EmbedTokens(SentenceArguments arguments, string[] texts) => throw new NotSupportedException();

    int[][] Tokenize(SentenceArguments arguments, string[] texts) => throw new NotSupportedException();

    Tensor<float> Similarity(Tensor<float> left, Tensor<float> right) => throw new NotSupportedException();

    Tensor<float> Score(string[] firsts, string[] seconds) => throw new NotSupportedException();

    void Save(string folder) => throw new NotSupportedException();
}

/// <summary>Arguments of a call.</summary>
/// <param name="Prompt">What stands before each text; null for what the folder says.</param>
/// <param name="Role">What the texts are.</param>
/// <param name="Dimensions">How many components are kept; null for what the folder says.</param>
/// <param name="Normalize">Whether vectors are scaled to length 1 after the cut.</param>
public sealed record SentenceArguments(string? Prompt = null, EmbedRole Role = EmbedRole.None, int? Dimensions = null, bool Normalize = false);
