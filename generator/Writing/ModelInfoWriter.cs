using BertGen.Generator.Checking;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;

namespace BertGen.Generator.Writing;

/// <summary>Writes what the runtime has to know of a class: its numbers, and the config that it was compiled from.</summary>
internal static class ModelInfoWriter
{
    public static void Write(IndentedWriter writer, EmbedderSpec spec) => writer.Lines($$"""
        /// <inheritdoc/>
        public static {{Names.BertModelInfo}} Info { get; } = new()
        {
            Name = nameof({{spec.Class.Name}}),
            HiddenSize = HiddenSize,
            VocabularySize = VocabularySize,
            PositionCount = PositionCount,
            TypeCount = TypeCount,
            MaxPieces = MaxPieces,
            NumStartTokens = NumStartTokens,
            NumEndTokens = NumEndTokens,
            SequenceLimit = {{NumberText.Plain(spec.SequenceLimit)}},
            Lowercase = {{Literal(spec.Lowercase)}},
            StripAccents = {{Literal(spec.StripAccents)}},
            SplitChineseCharacters = {{Literal(spec.SplitChineseCharacters)}},
        };
        """);

    public static void WriteConfig(IndentedWriter writer, BertConfig config) => writer.Lines($$"""
        // What this class was compiled from; a config beside the weights has to agree.
        private static readonly {{Names.BertConfig}} Config = new()
        {
            VocabularySize = VocabularySize,
            HiddenSize = HiddenSize,
            LayerCount = LayerCount,
            HeadCount = HeadCount,
            IntermediateSize = IntermediateSize,
            PositionCount = PositionCount,
            TypeCount = TypeCount,
            Activation = "{{config.Activation}}",
            LayerNormEpsilon = {{config.LayerNormEpsilon}},
        };
        """);

    private static string Literal(bool? value) => value switch
    {
        true => "true",
        false => "false",
        null => "null",
    };
}
