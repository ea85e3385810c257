using BertGen.Generator.Members;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls that take indexed texts: words, and pieces.</summary>
internal static class InputCallsWriter
{
    public static void Write(IndentedWriter writer, string name, string hidden) => writer.Lines($$"""
        /// <summary>Vectors of the words of indexed texts.</summary>
        /// <param name="input">What the indexer of this model made of the texts.</param>
        /// <returns>(batch, words, {{hidden}}).</returns>
        public {{Names.Vectors}} Forward({{Names.BertInput}}<{{name}}> input)
        {
            global::System.ArgumentNullException.ThrowIfNull(input);
            return Forward(input.InputIds, input.Offsets, input.TokenTypeIds);
        }

        /// <summary>Vectors of the pieces of indexed texts.</summary>
        /// <param name="input">What the indexer of this model made of the texts.</param>
        /// <returns>(batch, pieces, {{hidden}}).</returns>
        public {{Names.Vectors}} ForwardPieces({{Names.BertInput}}<{{name}}> input)
        {
            global::System.ArgumentNullException.ThrowIfNull(input);
            return Forward(input.InputIds, default, input.TokenTypeIds);
        }

        """);
}
