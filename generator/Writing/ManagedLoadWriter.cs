using BertGen.Generator.Members;
using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>Writes how a class for the managed engine is loaded and saved.</summary>
internal sealed class ManagedLoadWriter(IndentedWriter writer, EmbedderSpec spec)
{
    private readonly string _name = spec.Class.Name;
    private readonly string _inner = SentenceNames.In(spec);

    public void Write()
    {
        string vocabulary = spec.Pipeline is not null || spec.Scores is not null ? SentenceNames.LoadExceptions : "";
        writer.Lines("""
            /// <summary>Loads the weights and packs them for the kernels. Dispose the embedder to release them.</summary>
            /// <param name="source">
            /// A model folder, a file with its weights, or a name in the hub cache. Relative paths start from the working directory, and then from
            /// the folder of the program.
            /// </param>
            /// <param name="download">Whether to fetch a name that is not in the cache.</param>
            /// <param name="cache">Whether to share packed weights with the other embedders of the process.</param>
            /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
            /// <returns>The embedder; its methods may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">
            /// A file is missing or broken, the config beside the weights is of another model, or a tensor is missing or of another shape or type.
            /// </exception>
            """ + vocabulary);
        writer.Lines($$"""
            public static {{_name}} Load(string source, bool download = false, bool cache = true, {{Names.CancellationToken}} cancellationToken = default) =>
                new({{Internals.Class}}.Load({{Names.PretrainedBertModel}}.Find(source, download, cancellationToken: cancellationToken){{_inner}}, cache));

            /// <summary>Loads the indexer that turns text into the ids of this model.</summary>
            /// <param name="source">A model folder, its <c>vocab.txt</c>, or a name in the hub cache.</param>
            /// <param name="options">What differs from the compiled model.</param>
            /// <returns>The indexer.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here.</exception>
            /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary is missing, or is of another model.</exception>
            /// <exception cref="global::System.ArgumentException">An option contradicts the model.</exception>
            public static {{Names.BertIndexer}}<{{_name}}> LoadIndexer(string source, {{Names.IndexerOptions}}? options = null) =>
                new({{Names.PretrainedBertModel}}.Find(source){{_inner}}.LoadVocabulary(), options);

            """);
        LoadingByName();
        writer.Lines($$"""
            /// <summary>Saves the model as a folder that this class, and other programs for BERT models, can load.</summary>
            /// <param name="folder">The folder; it appears whole, or not at all.</param>
            /// <param name="overwrite">Whether to replace a saved model.</param>
            /// <returns>The names of the files. The vocabulary is missing where the model was loaded without one.</returns>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The files that the model was loaded from are gone or have changed.</exception>
            /// <exception cref="global::System.IO.IOException">The folder cannot be written, or must not be replaced.</exception>
            public {{Names.StringList}} Save(string folder, bool overwrite = false) => {{Internals.In}}Save(folder, overwrite);

            """);
    }

    /// <summary>What the public members call.</summary>
    public void Inside()
    {
        string texts = (spec.Scores is null ? "" : $", {Names.PairTexts}.Load(model, Info, Pairs)") + (spec.Pipeline is null ? "" : $", {Names.SentencePipeline}.Load(model, Info, Sentences)");
        string state = (spec.IsMixLearned ? ", ScalarMix" : "") + (spec.RequiresGrad ? ", trained: Parameters" : "") + (spec.Pipeline is null ? "" : ", pipeline: Pipeline");
        writer.Lines($$"""
            public static {{Internals.Class}} Load({{Names.PretrainedBertModel}} model, bool cache)
            {
                using {{Names.WeightPacker}} packer = model.Open(Config, WeightTable, cache);
                return new {{Internals.Class}}(model, packer{{texts}});
            }

            public {{Names.StringList}} Save(string folder, bool overwrite) =>
                _model.Save(folder, overwrite, Config, [.. WeightTable, .. OtherTensors], Info{{state}});

            """);
    }

    private void LoadingByName()
    {
        bool isPretrained = spec.IsPretrained;
        writer.Lines($"/// <summary>{NamedLoad.Summary(spec)}</summary>");
        if (isPretrained)
        {
            writer.Lines(NamedLoad.DownloadDoc);
        }

        writer.Lines("/// <param name=\"cache\">Whether to share packed weights with the other embedders of the process.</param>");
        if (isPretrained)
        {
            writer.Lines(NamedLoad.CancellationDoc);
        }

        writer.Lines($$"""
            /// <returns>The embedder; its methods may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The files do not fit the compiled model.</exception>
            public static {{_name}} Load({{(isPretrained ? NamedLoad.Download : "")}}bool cache = true{{(isPretrained ? NamedLoad.Cancellation : "")}}) =>
                new({{Internals.Class}}.Load({{NamedLoad.Find(spec)}}{{_inner}}, cache));

            /// <summary>Loads the indexer of the model that the attribute names.</summary>
            /// <param name="options">What differs from the compiled model.</param>
            /// <returns>The indexer.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here.</exception>
            /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary is missing, or is of another model.</exception>
            /// <exception cref="global::System.ArgumentException">An option contradicts the model.</exception>
            public static {{Names.BertIndexer}}<{{_name}}> LoadIndexer({{Names.IndexerOptions}}? options = null) =>
                new({{NamedLoad.FindHere(spec)}}{{_inner}}.LoadVocabulary(), options);

            """);
    }
}
