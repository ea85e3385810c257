using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Architectures;

/// <summary>
/// One family of encoders, and everything that is known of it: how its config is read and what of it is refused, how its graph is
/// built, what its tensors are called, and what a saved config has. Nothing outside of its folder names it but <see cref="ArchitectureList"/>.
/// </summary>
internal abstract class Architecture : IConfigFamily
{
    /// <inheritdoc/>
    public abstract string ModelType { get; }

    /// <summary>The family as people call it.</summary>
    public abstract string Title { get; }

    /// <summary>The class whose state dict has the names of the tensors: what a saved config says of the weights.</summary>
    public abstract string SavedClass { get; }

    /// <summary>What may stand before the names of the encoder's tensors in a checkpoint, beside nothing.</summary>
    public abstract IReadOnlyList<string> Prefixes { get; }

    /// <summary>Other names that modules of the encoder have in some checkpoints, with <c>*</c> for the number of a layer: of one module, or of several whose tensors are its own one below the other.</summary>
    public virtual IReadOnlyList<(string Name, string[] Parts)> OtherNames => [];

    /// <summary>The names of the keys that checks speak of.</summary>
    public abstract SizeKeys Sizes { get; }

    /// <summary>Whether the family has the pooler of BERT: <c>tanh(dense(first vector))</c>.</summary>
    public abstract bool HasPooler { get; }

    /// <summary>Whether a <c>vocab.txt</c> beside the config has the special tokens of BERT.</summary>
    public virtual bool HasBertVocabulary => true;

    /// <summary>What its pieces are called.</summary>
    public virtual string Pieces => HasBertVocabulary ? "wordpieces" : "pieces";

    /// <summary>What a layer drops in training before it adds to its residuals.</summary>
    public virtual ResidualDropouts ResidualDropouts { get; } = new(DropoutRate.Hidden, DropoutRate.Hidden);

    /// <summary>The class of a whole model that classifies sequences.</summary>
    public abstract string ClassifierClass { get; }

    /// <summary>The class of a whole model that classifies pieces.</summary>
    public string TokenClassifierClass => ClassifierClass.Replace("ForSequenceClassification", "ForTokenClassification");

    /// <summary>The class of a whole model that predicts masked pieces.</summary>
    public string MaskedLanguageClass => ClassifierClass.Replace("ForSequenceClassification", "ForMaskedLM");

    /// <summary>The head that predicts masked pieces; null where the family has none that is known.</summary>
    public virtual MaskedLanguageHead? MaskedLanguage(EncoderConfig config) => null;

    /// <summary>The keys of the config that decide what this head computes.</summary>
    public virtual IEnumerable<CompiledKey> MaskedLanguageKeys(EncoderConfig config) =>
        [new(KeyKind.Flag, config.TiesDecoder ? "true" : "false", "true", ConfigReader.TiesKey)];

    /// <inheritdoc/>
    public abstract EncoderConfig Read(KeyReader keys, JsonObject root);

    /// <summary>What a config asks for that the family's graph does not compute: key, what was found, and what is supported. By itself what the reader has noted.</summary>
    public virtual IEnumerable<(string Key, string Found, string Supported)> Refusals(EncoderConfig config) =>
        config.Refused.Select(refusal => (refusal.Key, refusal.Found, refusal.Supported));

    /// <summary>Builds the encoder.</summary>
    /// <returns>The outputs of the layers, lowest first.</returns>
    public abstract IReadOnlyList<Value> BuildEncoder(GraphBuilder graph, EncoderConfig config);

    /// <summary>Builds the pooler over the first vectors of sequences.</summary>
    public virtual Value BuildPooler(GraphBuilder graph, EncoderConfig config, Value first) =>
        throw new InvalidOperationException(Title + " has no pooler.");

    /// <summary>Whether the classifier is given the mean of a sequence's vectors, and not the first of them.</summary>
    public virtual bool ClassifiesMean(EncoderConfig config) => false;

    /// <summary>Whether the classifier is given every vector of a sequence, and the mean of what it makes of them are the logits.</summary>
    public virtual bool ClassifiesPieces(EncoderConfig config) => false;

    /// <summary>Builds the classifier over one vector of each sequence: the first, or the mean.</summary>
    /// <returns>The logits, one for each label.</returns>
    public abstract Value BuildClassifier(GraphBuilder graph, EncoderConfig config, Value first);

    /// <summary>Builds the classifier of pieces over the last layer: one product in most families.</summary>
    /// <returns>The logits of every piece, one for each label.</returns>
    public virtual Value BuildTokenClassifier(GraphBuilder graph, EncoderConfig config, Value hidden) =>
        graph.HeadDense(hidden, "Classifier", "classifier", config.Labels.Count);

    /// <summary>The keys that decide the computation: a config beside weights is compared by them, and a saved one has them.</summary>
    public abstract IEnumerable<CompiledKey> Keys(EncoderConfig config);

    /// <summary>Published models of the family that compile by their names alone.</summary>
    public virtual IReadOnlyList<string> KnownNames => [];

    /// <summary>The files of a published model; null where the name is another.</summary>
    public virtual ModelFile[]? FindKnown(string name) => null;
}

/// <summary>What a family calls the sizes of its config.</summary>
internal sealed record SizeKeys(string Vocabulary, string Hidden, string Heads, string Layers, string Positions, string Activation, string Padding);
