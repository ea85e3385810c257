using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls that make a vector for each piece of a text, and what the folder says of them.</summary>
internal static class MultiVectorWriter
{
    /// <summary>Writes the members.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="spec">What is compiled.</param>
    /// <param name="embed">The expression that makes the vectors, of the name of a <c>SentenceCall</c>.</param>
    /// <param name="first">A statement that comes before, or nothing.</param>
    public static void Write(IndentedWriter writer, EmbedderSpec spec, Func<string, string> embed, string first)
    {
        var calls = new SentenceWriter(writer, spec);
        string of = Names.SentenceCall + ".Of", type = Names.Vectors + "[]";
        string returns = $"A tensor a text, (pieces that count, {NumberText.Plain(calls.PieceWidth())}).";
        string filled = spec.Multi!.Expansion is { } expansion ? $" It is filled up to {NumberText.Plain(expansion.Length)} pieces." : "";
        calls.Call("EmbedMultiVector", "The vectors of the pieces of each text, as of one that is searched for, but with the default prompt.", "", embed(""), first, "", returns, type);
        calls.Call("EmbedMultiVector", "The vectors of the pieces of each text, with options.", $"{calls.Options} options, ", embed($"{of}(options)"), first, "/// <param name=\"options\">What is not as the folder says.</param>", returns, type);
        calls.Call("EmbedMultiVectorQuery", $"The vectors of the pieces of each text that is searched with: the folder's prompt <c>query</c> stands before it, if there is one.{filled}", "", embed($"{of}({Names.EmbedRole}.Query)"), first, "", returns, type);
        calls.Call("EmbedMultiVectorDocument", "The vectors of the pieces of each text that is searched for: the folder's prompt <c>document</c> stands before it, if there is one.", "", embed($"{of}({Names.EmbedRole}.Document)"), first, "", returns, type);
        string share = spec.Multi.IsMean ? ", divided by the number of the query's vectors" : "";
        writer.Lines($$"""
            /// <summary>For every query and document, the largest inner product of each vector of the query with one of the document, added up{{share}}.</summary>
            /// <param name="queries">The vectors of each query, (pieces, width).</param>
            /// <param name="documents">The vectors of each document, (pieces, width).</param>
            /// <returns>(queries, documents); the larger, the more alike.</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit.</exception>
            public {{Names.Vectors}} MaxSim(global::System.ReadOnlySpan<{{Names.Vectors}}> queries, global::System.ReadOnlySpan<{{Names.Vectors}}> documents) => {{SentenceWriter.Pipeline}}.MaxSim(queries, documents);

            """);
    }

    /// <summary>The initializer of the plan.</summary>
    public static string Initializer(MultiVectorSettings multi)
    {
        QueryExpansion? expansion = multi.Expansion;
        return SentenceWriter.Initializer(
            multi.SkipWords.Count == 0 ? null : $"SkipWords = [{Texts(multi.SkipWords)}]",
            $"SkipRoles = [{string.Join(", ", multi.SkipRoles.Where(role => role is "query" or "document").Select(role => $"{Names.EmbedRole}.{(role == "query" ? "Query" : "Document")}"))}]",
            multi.KeptIds is { } ids ? $"KeptIds = [{string.Join(", ", ids.Select(id => NumberText.Plain(id)))}]" : null,
            expansion is null ? null : $"ExpandedLength = {NumberText.Plain(expansion.Length)}",
            expansion is { IsFixed: true } ? "IsExpandedLengthFixed = true" : null,
            expansion is { Attends: true } ? "AttendsToExpansion = true" : null,
            expansion?.Token is { } token ? $"ExpansionToken = {Literal(token)}" : null,
            multi.SpecialTokens.Count == 0 ? null : $"SpecialTokens = [{Texts(multi.SpecialTokens)}]",
            multi.IsMean ? "IsMean = true" : null);
    }

    private static string Texts(EquatableArray<string> texts) => string.Join(", ", texts.Select(Literal));

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
