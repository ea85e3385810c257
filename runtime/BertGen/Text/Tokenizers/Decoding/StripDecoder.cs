namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Takes a character off the ends of each token, at most so many times.</summary>
internal sealed class StripDecoder(char content, int start, int end) : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<char> token = tokens[i];
            for (int taken = 0; taken < start && !token.IsEmpty && token[0] == content; taken++)
            {
                token = token[1..];
            }

            for (int taken = 0; taken < end && !token.IsEmpty && token[^1] == content; taken++)
            {
                token = token[..^1];
            }

            tokens[i] = token.ToString();
        }
    }
}
