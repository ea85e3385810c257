using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Options;

namespace BertGen.Generator.Writing;

/// <summary>Writes how a class for TorchSharp is loaded and saved.</summary>
internal sealed class TorchSharpLoadWriter(IndentedWriter writer, EmbedderSpec spec)
{
    private readonly string _name = spec.Class.Name;
    private readonly string _indexer = $"{Names.BertIndexer}<{spec.Class.Name}>";

    private bool HasPairs => spec.Scores is not null;

    private bool HasPooling => spec.Pipeline is not null;

    private string IndexDocs => spec.Device == Device.Cuda
        ? "Which GPU computes, from 0."
        : "0: the processors are one device.";

    public void Write()
    {
        string vocabulary = HasPooling || HasPairs ? SentenceNames.LoadExceptions : "";
        string inner = SentenceNames.In(spec);
        writer.Lines($$"""
            /// <summary>Loads the weights to the device. Dispose the embedder to release them.</summary>
            /// <param name="source">
            /// A model folder, a file with its weights, or a name in the hub cache. Relative paths start from the working directory, and then from
            /// the folder of the program.
            /// </param>
            /// <param name="download">Whether to fetch a name that is not in the cache.</param>
            /// <param name="deviceIndex">{{IndexDocs}}</param>
            /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
            /// <returns>The embedder, in evaluation mode; its <c>Forward</c> and <c>Embed</c> may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Torch.TorchDeviceException">The device is not here.</exception>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">
            /// A file is missing or broken, the config beside the weights is of another model, or a tensor is missing or of another shape or type.
            /// </exception>
            """ + vocabulary);
        writer.Lines($$"""
            public static {{_name}} Load(string source, bool download = false, int deviceIndex = 0, {{Names.CancellationToken}} cancellationToken = default) =>
                {{Internals.Class}}.Load({{Names.PretrainedBertModel}}.Find(source, download, cancellationToken: cancellationToken){{inner}}, deviceIndex);

            /// <summary>Loads the indexer that turns text into the ids of this model.</summary>
            /// <param name="source">A model folder, its <c>vocab.txt</c>, or a name in the hub cache.</param>
            /// <param name="options">What differs from the compiled model.</param>
            /// <returns>The indexer.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here.</exception>
            /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary is missing, or is of another model.</exception>
            /// <exception cref="global::System.ArgumentException">An option contradicts the model.</exception>
            public static {{_indexer}} LoadIndexer(string source, {{Names.IndexerOptions}}? options = null) =>
                new({{Names.PretrainedBertModel}}.Find(source){{inner}}.LoadVocabulary(), options);

            """);
        LoadingByName(inner);
        Saving();
    }

    /// <summary>What the public members call.</summary>
    public void Inside()
    {
        string type = ClassFrame.FullType(spec.Class);
        string texts = (HasPairs ? $", {Names.PairTexts}.Load(model, Info, Pairs)" : "") + (HasPooling ? $", {Names.SentencePipeline}.Load(model, Info, Sentences)" : "");
        string trained = spec.RequiresGrad ? ", requiresGrad: true" : "";
        string state = (spec.IsMixLearned ? ", owner.ScalarMix" : spec.RequiresGrad ? ", null" : "") + (spec.RequiresGrad ? ", owner.state_dict()" : "");
        writer.Lines($$"""
            public static {{type}} Load({{Names.PretrainedBertModel}} model, int deviceIndex)
            {
                using {{TorchNames.TorchWeights}} weights = {{TorchNames.TorchWeights}}.Open(
                    model, Config, WeightTable, {{TorchNames.BertDevice}}.{{spec.Device}}, deviceIndex, {{Names.BertPrecision}}.{{spec.Precision}}{{trained}});
                return new {{type}}(model, weights{{texts}});
            }

            public {{Names.StringList}} Save(string folder, bool overwrite) =>
                {{TorchNames.Runtime}}TorchSaving.Save(model, folder, overwrite, Config, [.. WeightTable, .. OtherTensors], Info{{state}}{{(HasPooling ? ", pipeline: Pipeline" : "")}});

            """);
    }

    private void LoadingByName(string inner)
    {
        bool isPretrained = spec.IsPretrained;
        writer.Lines($"/// <summary>{NamedLoad.Summary(spec)}</summary>");
        if (isPretrained)
        {
            writer.Lines(NamedLoad.DownloadDoc);
        }

        writer.Lines($"/// <param name=\"deviceIndex\">{IndexDocs}</param>");
        if (isPretrained)
        {
            writer.Lines(NamedLoad.CancellationDoc);
        }

        writer.Lines($$"""
            /// <returns>The embedder, in evaluation mode; its <c>Forward</c> and <c>Embed</c> may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Torch.TorchDeviceException">The device is not here.</exception>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The files do not fit the compiled model.</exception>
            public static {{_name}} Load({{(isPretrained ? NamedLoad.Download : "")}}int deviceIndex = 0{{(isPretrained ? NamedLoad.Cancellation : "")}}) =>
                {{Internals.Class}}.Load({{NamedLoad.Find(spec)}}{{inner}}, deviceIndex);

            /// <summary>Loads the indexer of the model that the attribute names.</summary>
            /// <param name="options">What differs from the compiled model.</param>
            /// <returns>The indexer.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here.</exception>
            /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary is missing, or is of another model.</exception>
            /// <exception cref="global::System.ArgumentException">An option contradicts the model.</exception>
            public static {{_indexer}} LoadIndexer({{Names.IndexerOptions}}? options = null) =>
                new({{NamedLoad.FindHere(spec)}}{{inner}}.LoadVocabulary(), options);

            """);
    }

    private void Saving()
    {
        string what = spec.RequiresGrad ? "the weights as they are now" : spec.IsMixLearned ? "the weights that were loaded, and the mix as it is now" : "the weights that were loaded";
        writer.Lines($$"""
            /// <summary>Saves the model as a folder that this class, and other programs for BERT models, can load: {{what}}, in float32.</summary>
            /// <param name="folder">The folder; it appears whole, or not at all.</param>
            /// <param name="overwrite">Whether to replace a saved model.</param>
            /// <returns>The names of the files. The vocabulary is missing where the model was loaded without one.</returns>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The files that the model was loaded from are gone or have changed.</exception>
            /// <exception cref="global::System.IO.IOException">The folder cannot be written, or must not be replaced.</exception>
            public {{Names.StringList}} Save(string folder, bool overwrite = false) => {{Internals.In}}Save(folder, overwrite);

            """);
    }
}
