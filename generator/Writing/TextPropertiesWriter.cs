using BertGen.Generator.Members;
using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>Writes what a class that takes texts has of its folder: the tokenizer, and the prompts by their names.</summary>
internal static class TextPropertiesWriter
{
    public static void Write(IndentedWriter writer, EmbedderSpec spec)
    {
        if (spec.Pipeline is { } pipeline)
        {
            Tokenizer(writer, ", which <c>Embed</c> uses; <c>LoadIndexer</c> spells as the original implementation does", "Pipeline");
            PromptsWriter.Write(writer, spec, PromptNames.Of(pipeline.Prompts), Internals.Class + ".Sentences");
        }
        else if (spec.Scores is { } scores)
        {
            Tokenizer(writer, "; <c>LoadIndexer</c> spells as the original implementation of BERT does", "Texts");
            if (scores.Prompts.Count > 0)
            {
                PromptsWriter.Write(writer, spec, PromptNames.OfGiven(scores.Prompts), Internals.Class + ".Pairs");
            }
        }
    }

    private static void Tokenizer(IndentedWriter writer, string doc, string holder) => writer.Lines($"""
        /// <summary>The tokenizer of the folder{doc}.</summary>
        public {Names.TextTokenizer} Tokenizer => {Internals.In}{holder}.Tokenizer;

        """);
}
