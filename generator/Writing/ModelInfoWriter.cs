using BertGen.Generator.Checking;
using BertGen.Generator.Common;

namespace BertGen.Generator.Writing;

/// <summary>Writes the numbers that the runtime has to know of a class.</summary>
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

    private static string Literal(bool? value) => value switch
    {
        true => "true",
        false => "false",
        null => "null",
    };
}
