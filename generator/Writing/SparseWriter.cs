using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls that make sparse vectors of texts.</summary>
internal static class SparseWriter
{
    /// <summary>What makes the weights of the vocabulary.</summary>
    public const string Weights = "SparseWeights";

    /// <summary>Writes the public members.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="spec">What is compiled.</param>
    /// <param name="encoder">What stands behind the texts in a call of the pipeline, with a comma before it; nothing where the pipeline makes the weights by itself.</param>
    public static void Write(IndentedWriter writer, EmbedderSpec spec, string encoder)
    {
        var calls = new SentenceWriter(writer, spec);
        string of = Names.SentenceCall + ".Of", type = Names.SparseVector + "[]";
        string Returns(string call) => $"{SentenceWriter.Pipeline}.EmbedSparse(texts{encoder}{(call.Length > 0 ? ", " + call : "")})";
        string most = spec.Sparse?.MaxActive is { } count ? $", the {NumberText.Plain(count)} largest values of it" : "";
        calls.Call("EmbedSparse", $"One sparse vector for each text: a weight for every entry of the vocabulary{most}.", "", Returns(""), "", "", "A vector a text.", type);
        calls.Call("EmbedSparse", "One sparse vector for each text, with options.", $"{calls.Options} options, ", Returns($"{of}(options)"), "", "/// <param name=\"options\">What is not as the folder says.</param>", "A vector a text.", type);
        calls.Call("EmbedSparseQuery", "One sparse vector for each text that is searched with: the folder's prompt <c>query</c> stands before it, if there is one.", "", Returns($"{of}({Names.EmbedRole}.Query)"), "", "", "A vector a text.", type);
        calls.Call("EmbedSparseDocument", "One sparse vector for each text that is searched for: the folder's prompt <c>document</c> stands before it, if there is one.", "", Returns($"{of}({Names.EmbedRole}.Document)"), "", "", "A vector a text.", type);
        calls.OfInterface(Names.ISparseEmbedder, "EmbedSparse", type, Returns, "");
        writer.Lines($"{Names.BertModelInfo} {Names.ISparseEmbedder}.ModelInfo => Info;");
        writer.Blank();
        writer.Lines($$"""
            /// <summary>The entries of a sparse vector by their tokens, largest first; equal ones in the order of the vocabulary.</summary>
            /// <param name="vector">The vector.</param>
            /// <param name="top">How many, at least 1; null for all.</param>
            /// <returns>Tokens with their weights.</returns>
            /// <exception cref="global::System.ArgumentException">The vector is one of another vocabulary.</exception>
            public global::System.Collections.Generic.IReadOnlyList<{{Names.TokenWeight}}> Decode({{Names.SparseVector}} vector, int? top = null) => {{SentenceWriter.Pipeline}}.Decode(vector, top);

            /// <summary>Compares every vector of one side with every vector of the other: {{calls.Function()}}, as the folder says.</summary>
            /// <param name="left">Vectors.</param>
            /// <param name="right">Vectors.</param>
            /// <returns>(left, right); the larger, the more alike.</returns>
            /// <exception cref="global::System.ArgumentException">They have other dimensions.</exception>
            public {{Names.Vectors}} Similarity(global::System.ReadOnlySpan<{{Names.SparseVector}}> left, global::System.ReadOnlySpan<{{Names.SparseVector}}> right) => {{SentenceWriter.Pipeline}}.Similarity(left, right);

            """);
    }

    /// <summary>Writes what they run.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="run">Statements that make the weights of the vocabulary of <c>pieces</c>.</param>
    public static void Inside(IndentedWriter writer, string run)
    {
        writer.Block($"public {Names.Vectors} {Weights}({Names.PieceBuffer} pieces)", () => writer.Lines(run));
        writer.Blank();
    }
}
