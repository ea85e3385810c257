using System.Text;
using BertGen.Text.Tokenizers.BytePair;

namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Makes bytes of the characters that stand for them, and text of all bytes together.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            bytes.AddRange(token.All(c => ByteAlphabet.ToByte(c) >= 0)
                ? token.Select(c => (byte)ByteAlphabet.ToByte(c))
                : Encoding.UTF8.GetBytes(token));
        }

        tokens.Clear();
        tokens.Add(Encoding.UTF8.GetString([.. bytes]));
    }
}
