using BertGen.Text.Tokenizers.Decoding;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the decoders of <c>tokenizer.json</c>.</summary>
internal static class DecoderReader
{
    /// <summary>Reads a decoder.</summary>
    /// <exception cref="TokenizerException">It is none, or one that is not supported.</exception>
    public static TokenDecoder Read(JsonPart part)
    {
        JsonPart type = part.Get("type");
        return type.Text switch
        {
            "Sequence" => new DecoderSequence([.. part.Get("decoders").Items.Select(Read)]),
            "WordPiece" => new WordPieceDecoder(part.Get("prefix").Text, part.Get("cleanup").Boolean),
            "Metaspace" => new MetaspaceDecoder(part.Get("replacement").Character, PreTokenizerReader.ReadScheme(part)),
            "ByteLevel" => new ByteLevelDecoder(),
            "ByteFallback" => new ByteFallbackDecoder(),
            "Fuse" => new FuseDecoder(),
            "Replace" => new ReplaceDecoder(PatternReader.Read(part.Get("pattern")), part.Get("content").Text),
            "Strip" => new StripDecoder(
                part.Get("content").Character,
                part.Get("start").Integer(0, int.MaxValue),
                part.Get("stop").Integer(0, int.MaxValue)),
            "BPEDecoder" => new EndMarkDecoder(part.Get("suffix").Text),
            _ => throw type.Unsupported($"the decoder {type.Text}"),
        };
    }
}
