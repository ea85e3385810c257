using BertGen.Generator.Members;

namespace BertGen.Generator.Writing;

/// <summary>Writes the call of a masked-language head.</summary>
internal static class PredictorWriter
{
    /// <summary>The same model with a row of logits in place of a vector.</summary>
    public const string Info = "PredictionInfo";

    /// <summary>Writes the members.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="run">Statements that run the head on <c>inputIds</c>, <c>offsets</c>, <c>tokenTypeIds</c> and <c>attentionMask</c>, with <see cref="Info"/> for the model.</param>
    public static void Write(IndentedWriter writer, string run) => writer.Lines($$"""
        /// <summary>The logits of the masked-language head for every piece, or for the pieces that offsets name: how likely each entry of the vocabulary stands there.</summary>
        /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
        /// <param name="offsets">Indices of pieces, (batch, ..., words), or <c>default</c>: every piece has its logits.</param>
        /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c>: all are 0.</param>
        /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell. The logits of others are zero.</param>
        /// <returns>(batch, ..., pieces or words, <see cref="VocabularySize"/>): one value for each entry of the vocabulary, raw.</returns>
        /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
        public {{Names.Vectors}} PredictTokens({{Names.Ids}} inputIds, {{Names.Ids}} offsets = default, {{Names.Ids}} tokenTypeIds = default, {{Names.Ids}} attentionMask = default)
        {
            {{run}}
        }

        """.Replace("\r\n", "\n"));
}
