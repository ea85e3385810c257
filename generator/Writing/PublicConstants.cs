using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>The constants of a written class.</summary>
internal static class PublicConstants
{
    private static IEnumerable<(string Name, int Value, string Doc)> Of(EncoderConfig config, EmbedderSpec spec) =>
    [
        ("LayerCount", config.LayerCount, "Encoder layers of the model."),
        ("HiddenSize", config.HiddenSize, "Width of a vector."),
        ("HeadCount", config.HeadCount, "Attention heads of a layer."),
        ("HeadSize", config.HeadSize, "Width of a head."),
        ("IntermediateSize", config.IntermediateSize, "Width between the two products after the attention."),
        ("VocabularySize", config.VocabularySize, "Word embeddings; ids lie below it."),
        ("PositionCount", config.PositionCount, config.HasPositionTable ? "Position embeddings of the model." : "Positions that the model was made for; there is no table of them."),
        ("TypeCount", config.TypeCount, "Token types; type ids lie below it."),
        ("MaxPieces", spec.MaxPieces, "Length of a window in pieces, special pieces included."),
        ("NumStartTokens", spec.NumStartTokens, "Special pieces at the start of a window."),
        ("NumEndTokens", spec.NumEndTokens, "Special pieces at the end of a window."),
    ];

    public static void Write(IndentedWriter writer, EncoderConfig config, EmbedderSpec spec)
    {
        foreach ((string name, int value, string doc) in Of(config, spec))
        {
            writer.Lines($"""
                /// <summary>{doc}</summary>
                public const int {name} = {NumberText.Plain(value)};

                """);
        }
    }
}
