using System.Globalization;
using System.Text;

namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Makes text of runs of tokens of bytes; where a run is no UTF-8, each byte becomes U+FFFD.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private const string Replacement = "\uFFFD";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        var bytes = new List<byte>();
        var decoded = new List<string>(tokens.Count);
        foreach (string token in tokens)
        {
            if (TryReadByte(token, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Decode(bytes, decoded);
            decoded.Add(token);
        }

        Decode(bytes, decoded);
        tokens.Clear();
        tokens.AddRange(decoded);
    }

    private static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[^1] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Decode(List<byte> bytes, List<string> decoded)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        try
        {
            decoded.Add(Strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            decoded.AddRange(Enumerable.Repeat(Replacement, bytes.Count));
        }

        bytes.Clear();
    }
}
