using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Parts of the written text that both targets share.</summary>
internal static class SentenceNames
{
    /// <summary>What loading a class that takes texts throws besides.</summary>
    public const string LoadExceptions = """

        /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary beside the weights is missing, or is of another model.</exception>
        /// <exception cref="global::BertGen.Text.Tokenizers.TokenizerException">The tokenizer cannot be read, or asks for what is not supported.</exception>
        """;

    /// <summary>Leads from the model to the folder of its encoder.</summary>
    public static string In(EmbedderSpec spec) =>
        spec.EncoderFolder.Length > 0 ? $".In({SymbolDisplay.FormatLiteral(spec.EncoderFolder, quote: true)})" : "";
}
