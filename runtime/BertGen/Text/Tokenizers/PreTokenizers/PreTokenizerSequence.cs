using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Several pre-tokenizers, one after the other.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<PreTokenizer> preTokenizers) : PreTokenizer
{
    private readonly PreTokenizer[] _preTokenizers = [.. preTokenizers];

    /// <inheritdoc/>
    public override void Apply(SplitText text)
    {
        foreach (PreTokenizer preTokenizer in _preTokenizers)
        {
            preTokenizer.Apply(text);
        }
    }
}
