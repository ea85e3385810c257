using BertGen.Checkpoints;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <summary>A weight for each token of a vocabulary: the sparse vector of a text has those of its tokens, each once. Safe for concurrent use.</summary>
internal sealed class SparseTable
{
    private const string Name = "weight";

    private readonly float[] _weights;
    private readonly EncodingOptions _options;

    private SparseTable(TextTokenizer tokenizer, float[] weights)
    {
        (Tokenizer, _weights) = (tokenizer, weights);
        _options = new EncodingOptions { AddsSpecialTokens = false, MaxLength = tokenizer.MaxLength };
    }

    /// <summary>The tokenizer of its folder.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>Number of weights.</summary>
    public int Count => _weights.Length;

    /// <summary>Reads a table and its tokenizer.</summary>
    /// <param name="folder">Their folder.</param>
    /// <exception cref="CheckpointException">The table is missing, or no list of numbers.</exception>
    /// <exception cref="TokenizerException">The tokenizer cannot be read, or asks for what is not supported.</exception>
    /// <exception cref="VocabularyException">It has more tokens than the table has weights.</exception>
    public static SparseTable Load(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        TensorEntry entry = checkpoint.Find(Name) ?? throw new CheckpointException(checkpoint.Path, Name, $"expected {Name}, a weight for each token, found no such tensor.");
        if (entry.Shape is not [> 0 and <= int.MaxValue])
        {
            throw new CheckpointException(checkpoint.Path, Name, $"{Name}: expected a list of numbers, found {entry.Description}.");
        }

        float[] weights = new float[(int)entry.Shape[0]];
        checkpoint.Bind([WeightSpec.Vector(Name, weights.Length)]).Read(Name, weights);
        TextTokenizer tokenizer = TextTokenizer.Load(folder);
        return tokenizer.TokenCount <= weights.Length
            ? new SparseTable(tokenizer, weights)
            : throw new VocabularyException(folder, $"expected at most {weights.Length} tokens, as many as the table has weights for, found {tokenizer.TokenCount}.");
    }

    /// <summary>The pieces of texts, without special ones.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts, string prompt) => TableTexts.Encode(Tokenizer, _options, texts, prompt);

    /// <summary>The vector of a text.</summary>
    public SparseVector VectorOf(ReadOnlySpan<int> ids)
    {
        int[] indices = [.. ids.ToArray().Distinct().Where(id => _weights[id] != 0).Order()];
        return new SparseVector(_weights.Length, indices, [.. indices.Select(id => _weights[id])]);
    }
}
