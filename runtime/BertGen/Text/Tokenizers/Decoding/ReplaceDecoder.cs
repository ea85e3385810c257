using System.Text;
using BertGen.Text.Tokenizers.Patterns;

namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Replaces what a pattern matches in each token.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            var text = new StringBuilder();
            var matches = new PatternMatches(pattern, tokens[i]);
            int done = 0;
            while (matches.TryNext(out int start, out int end))
            {
                text.Append(tokens[i], done, start - done).Append(content);
                done = end;
            }

            tokens[i] = text.Append(tokens[i], done, tokens[i].Length - done).ToString();
        }
    }
}
