using BertGen.Text.Tokenizers.PreTokenizers;

namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Makes spaces of the marks that stand for them; those of the first token are left out where one was put in front.</summary>
internal sealed class MetaspaceDecoder(char mark, PrefixScheme scheme) : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            tokens[i] = i == 0 && scheme != PrefixScheme.Never
                ? tokens[i].Replace(mark.ToString(), string.Empty, StringComparison.Ordinal)
                : tokens[i].Replace(mark, ' ');
        }
    }
}
