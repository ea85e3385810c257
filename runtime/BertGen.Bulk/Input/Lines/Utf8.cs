using System.Text;

namespace BertGen.Bulk.Input.Lines;

/// <summary>Text in UTF-8, of which no byte is replaced in silence.</summary>
internal static class Utf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FormatException">The bytes are no UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException($"expected text in UTF-8, found the byte 0x{e.BytesUnknown?.FirstOrDefault():x2} at byte {e.Index}", e);
        }
    }
}
