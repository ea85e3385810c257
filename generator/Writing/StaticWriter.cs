using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Prints a class for a table of static vectors.</summary>
internal static class StaticWriter
{
    public static string Write(EmbedderSpec spec) => ClassFrame.Write(
        spec.Class,
        "from " + spec.Origin,
        Summary(spec),
        $"{Names.IBertModel}<{spec.Class.Name}>{ServiceInterfaces.Of(spec)}, global::System.IDisposable",
        writer => Members(writer, spec));

    private static string Summary(EmbedderSpec spec)
    {
        if (spec.Sparse is not null)
        {
            return $"""
                /// <summary>
                /// Table of the weights of tokens of <c>{ClassSummary.Escape(spec.Model)}</c>: sparse vectors without a model.
                /// </summary>
                """.Replace("\r\n", "\n");
        }

        string size = spec.Config.HiddenSize == 0 ? "" : $": {NumberText.Plain(spec.Config.VocabularySize)} rows of {NumberText.Plain(spec.Config.HiddenSize)}";
        return $"""
            /// <summary>
            /// Table of static vectors of <c>{ClassSummary.Escape(spec.Model)}</c>{size}.
            /// </summary>
            /// <remarks>Sentence vectors: {ClassSummary.SentenceVector(spec)}.</remarks>
            """.Replace("\r\n", "\n");
    }

    private static void Members(IndentedWriter writer, EmbedderSpec spec)
    {
        string name = spec.Class.Name, pipeline = spec.Sparse is null ? Names.StaticPipeline : Names.SparseStaticPipeline;
        var sentences = new SentenceWriter(writer, spec);
        InternalsWriter.Field(writer);
        writer.Lines($"private {name}({Internals.Class} encoder) => {Internals.Field} = encoder;");
        writer.Blank();
        ModelInfoWriter.Write(writer, spec);
        writer.Blank();
        TextPropertiesWriter.Write(writer, spec);
        Loading(writer, spec);

        if (spec.Sparse is not null)
        {
            SparseWriter.Write(writer, spec, encoder: "");
            sentences.Tokenization();
        }
        else
        {
            sentences.Calls(call => $"{SentenceWriter.Pipeline}.Embed(texts{(call.Length > 0 ? ", " + call : "")})", tokens: null, first: "");
        }

        writer.Lines("""
            /// <summary>Does nothing: the table is memory like any other.</summary>
            public void Dispose()
            {
            }

            """);
        InternalsWriter.Write(writer, $"({pipeline} pipeline)", () => Inside(writer, spec, pipeline));
    }

    private static void Inside(IndentedWriter writer, EmbedderSpec spec, string pipeline)
    {
        TextPlansWriter.Write(writer, spec);
        writer.Lines($$"""
            public static readonly {{Names.BertModelInfo}} Info = new()
            {
                Name = nameof({{spec.Class.Name}}),{{(spec.IsPretrained ? "\n    Model = " + SymbolDisplay.FormatLiteral(spec.Model, quote: true) + "," : "")}}
                Family = "static",
                Activation = "",
                ParameterCount = {{NumberText.Plain((long)spec.Config.VocabularySize * Math.Max(spec.Config.HiddenSize, spec.Sparse is null ? 0 : 1))}},
                HiddenSize = {{NumberText.Plain(spec.Config.HiddenSize)}},
                VocabularySize = {{NumberText.Plain(spec.Config.VocabularySize)}},
                PositionCount = 0,
                TypeCount = 0,
                MaxPieces = 0,
                NumStartTokens = 0,
                NumEndTokens = 0,
                Sentences = Sentences,
            };

            """);
        writer.Lines($$"""
            public readonly {{pipeline}} Pipeline = pipeline;

            public static {{Internals.Class}} Load({{Names.PretrainedBertModel}} model) =>
                new({{pipeline}}.Load(model, Info, Sentences, {{SymbolDisplay.FormatLiteral(spec.EncoderFolder, quote: true)}}));
            """);
    }

    private static void Loading(IndentedWriter writer, EmbedderSpec spec)
    {
        string name = spec.Class.Name;
        writer.Lines($$"""
            /// <summary>Loads the table.</summary>
            /// <param name="source">A model folder, or a name in the hub cache.</param>
            /// <param name="download">Whether to fetch a name that is not in the cache.</param>
            /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
            /// <returns>The embedder; its methods may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The table or the weights of a module are missing, or do not fit.</exception>
            """ + SentenceNames.LoadExceptions);
        writer.Lines($$"""
            public static {{name}} Load(string source, bool download = false, {{Names.CancellationToken}} cancellationToken = default) =>
                new({{Internals.Class}}.Load({{Names.PretrainedBertModel}}.Find(source, download, cancellationToken: cancellationToken)));

            /// <summary>{{NamedLoad.Summary(spec)}}</summary>
            """);
        if (spec.IsPretrained)
        {
            writer.Lines(NamedLoad.DownloadDoc);
            writer.Lines(NamedLoad.CancellationDoc);
        }

        writer.Lines($$"""
            /// <returns>The embedder; its methods may be called from many threads at once.</returns>
            public static {{name}} Load({{(spec.IsPretrained ? NamedLoad.Download + NamedLoad.Cancellation.Substring(2) : "")}}) => new({{Internals.Class}}.Load({{NamedLoad.Find(spec)}}));

            """);
    }
}
