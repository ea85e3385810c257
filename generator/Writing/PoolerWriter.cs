using BertGen.Generator.Members;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls of the pooler.</summary>
internal static class PoolerWriter
{
    public static void Write(IndentedWriter writer, string name, string hidden, string run, string onMask) => writer.Lines($$"""
        /// <summary>One vector for each text, from the model's pooler: <c>tanh(dense(first vector))</c>. Of the last layer only the first rows are computed.</summary>
        /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
        /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
        /// <returns>(batch, ..., {{hidden}}).</returns>
        /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">An id or token type lies outside its range, or there are no pieces.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
        public {{Names.Vectors}} Pool({{Names.Ids}} inputIds, {{Names.Ids}} tokenTypeIds = default) =>
            Pool(Forward(inputIds, {{Names.Pooler}}.FirstPieces(inputIds), tokenTypeIds));

        /// <summary>The same, where a mask says which pieces are there, and not their ids.</summary>
        /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), at most <see cref="MaxPieces"/> in a row.</param>
        /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c>: all are 0.</param>
        /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces).</param>
        /// <returns>(batch, ..., {{hidden}}).</returns>
        /// <exception cref="global::System.ArgumentException">The shapes do not fit each other, a row is too long, or nothing of it is there.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">An id, token type or the mask lies outside its range.</exception>
        public {{Names.Vectors}} Pool({{Names.Ids}} inputIds, {{Names.Ids}} tokenTypeIds, {{Names.Ids}} attentionMask)
        {
            {{onMask}}
        }

        /// <summary>One vector for each indexed text, from the model's pooler.</summary>
        /// <param name="input">What the indexer of this model made of the texts.</param>
        /// <returns>(batch, {{hidden}}).</returns>
        public {{Names.Vectors}} Pool({{Names.BertInput}}<{{name}}> input)
        {
            global::System.ArgumentNullException.ThrowIfNull(input);
            return Pool(input.InputIds, input.TokenTypeIds);
        }

        /// <summary>Pools vectors that are there already, such as those of <c>Forward</c>.</summary>
        /// <param name="tokens">(batch, ..., pieces, {{hidden}}); only the first vector of each row is read.</param>
        /// <returns>(batch, ..., {{hidden}}).</returns>
        /// <exception cref="global::System.ArgumentException">The shape is another.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
        public {{Names.Vectors}} Pool({{Names.VectorSpan}} tokens)
        {
            {{run}}
        }

        """);
}
