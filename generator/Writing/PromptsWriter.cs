using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Writes the prompts of a folder as members, so that a wrong one does not compile.</summary>
internal static class PromptsWriter
{
    /// <summary>Writes the members.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="spec">The class.</param>
    /// <param name="prompts">The prompts with the names of their members.</param>
    /// <param name="plan">The field that knows them by their own names.</param>
    public static void Write(IndentedWriter writer, EmbedderSpec spec, IEnumerable<(SentencePrompt Prompt, string Member)> prompts, string plan)
    {
        string type = $"{Names.BertPrompt}<{spec.Class.Name}>";
        writer.Lines("/// <summary>The prompts of the model folder: what stands before a text.</summary>");
        writer.Block("public static class Prompts", () =>
        {
            foreach ((SentencePrompt prompt, string member) in prompts)
            {
                writer.Lines($$"""
                    /// <summary>The prompt <c>{{ClassSummary.Escape(prompt.Name)}}</c>: "{{ClassSummary.Escape(prompt.Text)}}".</summary>
                    public static {{type}} {{member}} { get; } = new({{SymbolDisplay.FormatLiteral(prompt.Text, quote: true)}});

                    """);
            }

            writer.Lines($$"""
                /// <summary>The prompt of a name.</summary>
                /// <param name="name">Its name in the folder.</param>
                /// <returns>The prompt; null where the folder has none of this name.</returns>
                public static {{type}}? Find(string name) => {{plan}}.FindPrompt(name) is { } text ? new {{type}}(text) : null;
                """);
        });
        writer.Blank();
    }

    /// <summary>The prompts as an entry of a plan.</summary>
    public static string Entries(IEnumerable<SentencePrompt> prompts)
    {
        string entries = string.Join(", ", prompts.Select(prompt => $"[{SymbolDisplay.FormatLiteral(prompt.Name, quote: true)}] = {SymbolDisplay.FormatLiteral(prompt.Text, quote: true)}"));
        return $"Prompts = new global::System.Collections.Generic.Dictionary<string, string> {{ {entries} }}";
    }
}
