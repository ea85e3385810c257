using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls of a model's classifier of pieces: its labels, and logits of rows of ids.</summary>
internal static class TokenClassifierWriter
{
    /// <summary>The same model with a row of logits in place of a vector.</summary>
    public const string Info = "TokenInfo";

    private const string Logits = "TokenLogits";

    /// <summary>Writes the public members.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="spec">What is compiled.</param>
    /// <param name="run">Statements that run the classifier on <c>inputIds</c>, <c>offsets</c>, <c>tokenTypeIds</c> and <c>attentionMask</c>, with <see cref="Info"/> for the model.</param>
    public static void Write(IndentedWriter writer, EmbedderSpec spec, string run)
    {
        string texts = "global::System.ReadOnlySpan<string>";
        string count = NumberText.Plain(spec.Config.Labels.Count);
        ClassifierWriter.Labels(writer, spec);
        writer.Lines($$"""
            /// <summary>The logits of the classifier for every piece, or for the pieces that offsets name.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
            /// <param name="offsets">Indices of pieces, (batch, ..., words), or <c>default</c>: every piece has its logits.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c>: all are 0.</param>
            /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell. The logits of others are zero.</param>
            /// <returns>(batch, ..., pieces or words, {{count}}): one value for each label, raw.</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
            public {{Names.Vectors}} ClassifyTokens({{Names.Ids}} inputIds, {{Names.Ids}} offsets = default, {{Names.Ids}} tokenTypeIds = default, {{Names.Ids}} attentionMask = default)
            {
                {{run}}
            }

            /// <summary>The spans of each text that the classifier finds: pieces, or what they make up, by their labels, without those of the label <c>O</c>.</summary>
            /// <param name="aggregation">What becomes one span.</param>
            /// <param name="texts">The texts, each cut where the folder says.</param>
            /// <returns>Spans a text, in its order.</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or needs more positions than the model has.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">There is no such aggregation.</exception>
            public global::System.Collections.Generic.IReadOnlyList<{{Names.LabeledSpan}}>[] ClassifyTokens({{Names.TokenAggregation}} aggregation, params {{texts}} texts) =>
                {{Internals.In}}Texts.ClassifyTokens(texts, LabelNames, aggregation, {{Internals.In}}{{Logits}});

            /// <summary>The logits of the classifier for every piece of each text, with their places in it.</summary>
            /// <param name="texts">The texts, each cut where the folder says.</param>
            /// <returns>Logits, offsets and ids a text, special pieces included.</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or needs more positions than the model has.</exception>
            public {{Names.PieceLogits}}[] ClassifyPieces(params {{texts}} texts) => {{Internals.In}}Texts.ClassifyPieces(texts, {{Internals.In}}{{Logits}});

            """.Replace("\r\n", "\n"));
    }

    /// <summary>Writes what they run.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="run">Statements that run the classifier on all of <c>pieces</c>.</param>
    public static void Inside(IndentedWriter writer, string run)
    {
        writer.Block($"public {Names.Vectors} {Logits}({Names.PieceBuffer} pieces)", () => writer.Lines(run));
        writer.Blank();
    }
}
