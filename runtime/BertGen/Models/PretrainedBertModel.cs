using System.Reflection;
using BertGen.Checkpoints;
using BertGen.Engine;
using BertGen.Engine.Pipeline;
using BertGen.Hub;
using BertGen.Saving;
using BertGen.Sharing;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Training;

namespace BertGen;

/// <summary>
/// A trained model on this machine: what the compiled classes are loaded from. What they pack of its weights is shared in
/// the process: two embedders of one model hold them once, whatever their options, and by whatever path or copy they were
/// loaded; the last one that is disposed frees them.
/// </summary>
public sealed class PretrainedBertModel
{
    private const string ConfigFile = "config.json";
    private const string TokenizerFile = "tokenizer_config.json";
    private const string WeightsFile = "model.safetensors";
    private static readonly string[] Own = [ConfigFile, TokenizerFile, ModelTexts.VocabularyName, WeightsFile, .. SavedPipeline.Names];

    /// <summary>A model that is replaced while it is opened is opened again, so many times in all.</summary>
    private const int MostOpenings = 5;

    private SourceStamp? _stamp;
    private ModelTexts? _texts;
    private readonly string? _root;

    private PretrainedBertModel(string path, string? root = null) => (Path, _root) = (path, root);

    /// <summary>Bytes of packed weights that the embedders of this process hold; what they share is counted once.</summary>
    public static long WeightBytes => WeightBlock.LiveBytes;

    /// <summary>The folder or the file.</summary>
    public string Path { get; }

    /// <summary>Finds a model on this machine. Relative paths start from the working directory, and then from the folder of the program.</summary>
    /// <param name="source">A model folder, its config, a file with its weights, an archive, or a name in the hub cache.</param>
    /// <param name="download">Whether to fetch a name that is not in the cache. The calling thread waits for it, and no other thread: a busy thread pool does not matter.</param>
    /// <param name="progress">Told how far each file is, and that another process is waited for.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    public static PretrainedBertModel Find(
        string source, bool download = false, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(ModelSource.Resolve(source, download, settings: null, progress, cancellationToken));

    /// <summary>Finds the model that an attribute names: beside the program, where the build has put it, else like <see cref="Find"/>.</summary>
    /// <param name="model">The path or name that the attribute has.</param>
    /// <param name="download">Whether to fetch a name that is not in the cache. The calling thread waits for it, and no other thread.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    public static PretrainedBertModel FindNamed(string model, bool download = false, CancellationToken cancellationToken = default) =>
        new(ModelSource.ResolveNamed(model, download, settings: null, cancellationToken));

    /// <summary>Finds the model that an attribute names: in the assembly of the class, where the build has embedded it, else like the form without an assembly.</summary>
    /// <param name="model">The path or name that the attribute has.</param>
    /// <param name="assembly">The assembly of the class.</param>
    /// <param name="download">Whether to fetch a name that is not in the cache. The calling thread waits for it, and no other thread.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    /// <exception cref="IOException">The model is in the assembly, and there is no place to unpack it to.</exception>
    public static PretrainedBertModel FindNamed(string model, Assembly assembly, bool download = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(assembly);
        return new EmbeddedModel(assembly, model).Find(HubSettings.FromEnvironment().UrlCacheFolder) is { } path
            ? new PretrainedBertModel(path)
            : FindNamed(model, download, cancellationToken);
    }

    /// <summary>Finds a model like <see cref="Find"/>, and gives the calling thread back while it is downloaded: afterwards it is in the cache.</summary>
    /// <param name="source">A model folder, a file with its weights, an archive, or a name in the hub cache.</param>
    /// <param name="download">Whether to fetch a name that is not in the cache.</param>
    /// <param name="progress">Told how far each file is, and that another process is waited for.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    public static async Task<PretrainedBertModel> FindAsync(
        string source, bool download = false, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(await ModelSource.ResolveAsync(source, download, settings: null, progress, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens the weights for a compiled class, which must be one of this model.</summary>
    /// <param name="compiled">The config that the class was compiled from.</param>
    /// <param name="table">The tensors that it needs.</param>
    /// <param name="cache">Whether to share packed weights with the other embedders of the process.</param>
    /// <returns>The packer; dispose it when the weights are packed.</returns>
    /// <exception cref="CheckpointException">
    /// A file is missing or broken, the config beside the weights is of another model, or a tensor is missing or of another
    /// shape or type.
    /// </exception>
    public WeightPacker Open(ModelConfig compiled, ReadOnlySpan<WeightSpec> table, bool cache = true)
    {
        Checkpoint checkpoint = OpenCheckpoint(compiled);
        string? unchanged = _stamp is { IsSettled: true } ? _stamp.Text : null;
        var memory = new WeightMemory(cache ? WeightCache.Shared : null, unchanged);
        try
        {
            return new WeightPacker(checkpoint, table, compiled, memory);
        }
        catch
        {
            memory.Dispose();
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Reads the config of the model: in its folder or archive, or beside its weights.</summary>
    /// <returns>The config, or null where there is none.</returns>
    /// <exception cref="CheckpointException">The config, or the archive that it is in, cannot be read.</exception>
    public BertConfig? FindConfig() => (_texts ?? ModelTexts.Of(Path)).FindConfig()?.Config;

    /// <summary>Reads the vocabulary of the model.</summary>
    /// <exception cref="CheckpointException">It is in an archive that is damaged, or the weights beside it are no longer those that were opened.</exception>
    /// <exception cref="VocabularyException">There is none, or it is not UTF-8.</exception>
    public Vocabulary LoadVocabulary()
    {
        Vocabulary vocabulary = (_texts ?? ModelTexts.Of(Path)).LoadVocabulary();
        return _stamp is null || SourceStamp.Of(CheckpointLocator.Find(Path))?.Text == _stamp.Text ? vocabulary : throw Replaced(Path);
    }

    /// <summary>
    /// The same model, whose config, weights and tokenizer lie in a folder of their own beside those of the modules. A model without
    /// that folder, such as a file with weights, stays as it is.
    /// </summary>
    /// <param name="folder">The folder of the encoder.</param>
    public PretrainedBertModel In(string folder)
    {
        string inner = System.IO.Path.Combine(Path, folder);
        return Directory.Exists(inner) ? new PretrainedBertModel(inner, Path) : this;
    }

    /// <summary>The folder that the folders of modules lie in.</summary>
    internal string ModuleRoot => _root ?? (Directory.Exists(Path) ? Path : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);

    /// <summary>Whether the model has a vocabulary of any kind.</summary>
    /// <exception cref="CheckpointException">It is in an archive that is damaged.</exception>
    internal bool HasTokenizer => (_texts ?? ModelTexts.Of(Path)).HasTokenizer;

    /// <summary>Loads the tokenizer of the model.</summary>
    /// <param name="modelType">The type of the model, where its config names none.</param>
    /// <param name="lowercasesFirst">Whether texts become lower case before the tokenizer sees them.</param>
    /// <param name="special">Tokens of the vocabulary that are special too, where it has them.</param>
    /// <exception cref="CheckpointException">It is in an archive that is damaged, or the weights beside it are no longer those that were opened.</exception>
    /// <exception cref="VocabularyException">There is none.</exception>
    /// <exception cref="TokenizerException">It cannot be read, or asks for what is not supported.</exception>
    internal TextTokenizer LoadTokenizer(string modelType, bool lowercasesFirst, IReadOnlyList<string>? special = null)
    {
        TextTokenizer tokenizer = (_texts ?? ModelTexts.Of(Path)).LoadTokenizer(modelType, lowercasesFirst, special ?? []);
        return _stamp is null || SourceStamp.Of(CheckpointLocator.Find(Path))?.Text == _stamp.Text ? tokenizer : throw Replaced(Path);
    }

    /// <summary>
    /// Saves the model as a folder: <c>config.json</c>, <c>tokenizer_config.json</c>, <c>vocab.txt</c> and <c>model.safetensors</c>, and where it
    /// makes sentence vectors, the files of the whole pipeline.
    /// </summary>
    /// <param name="folder">The folder; it appears whole, or not at all.</param>
    /// <param name="overwrite">Whether to replace a saved model.</param>
    /// <param name="config">The config that the class was compiled from.</param>
    /// <param name="tensors">The tensors of the model: those that the class needs, and then those that are saved where the checkpoint has them.</param>
    /// <param name="info">Its options.</param>
    /// <param name="mix">Its learned mix, if it has one.</param>
    /// <param name="trained">Its trained parameters, if it has any: they take the place of what was loaded.</param>
    /// <param name="pipeline">How it makes sentence vectors, if it does.</param>
    /// <returns>The names of the files. The vocabulary is missing where the model has none beside its weights.</returns>
    /// <exception cref="CheckpointException">The files that the model was loaded from are gone, have changed, or lack a tensor.</exception>
    /// <exception cref="IOException">The folder cannot be written, must not be replaced, or somebody else is saving there; it holds what it held before.</exception>
    public IReadOnlyList<string> Save(
        string folder,
        bool overwrite,
        ModelConfig config,
        IReadOnlyList<WeightSpec> tensors,
        BertModelInfo info,
        ScalarMix? mix = null,
        ParameterSet? trained = null,
        SentencePipeline? pipeline = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            return SaveFolder(folder, overwrite, config, tensors, info, mix, trained, pipeline);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{folder}: the model cannot be saved: {e.Message}", e);
        }
    }

    private List<string> SaveFolder(
        string folder, bool overwrite, ModelConfig config, IReadOnlyList<WeightSpec> tensors, BertModelInfo info, ScalarMix? mix, ParameterSet? trained, SentencePipeline? pipeline)
    {
        using var target = new FolderReplacement(folder, overwrite, Own);
        List<string> names = [ConfigFile, TokenizerFile, WeightsFile];
        using (Checkpoint checkpoint = OpenUnchanged())
        {
            var texts = ModelTexts.Of(Path, checkpoint);
            target.Add(ConfigFile, stream => SavedTexts.WriteConfig(stream, config, ModelConfigFile.WithDropout(config, texts.FindConfigBytes())));
            target.Add(WeightsFile, new SavedWeights(checkpoint, config, tensors, mix, trained).Write);
            if (pipeline is { HasTexts: true })
            {
                names.AddRange(new SavedPipeline(pipeline, info, texts).Write(target));
            }
            else if (info.Scores is { } scores)
            {
                names.AddRange(SavedScorer.Write(target, scores, info, texts, ModuleRoot));
            }
            else
            {
                target.Add(TokenizerFile, stream => SavedTexts.WriteTokenizer(stream, info));
            }

            if (texts.FindVocabulary() is { } vocabulary)
            {
                target.Add(ModelTexts.VocabularyName, stream => stream.Write(vocabulary));
                names.Add(ModelTexts.VocabularyName);
            }
        }

        target.Commit();
        FollowReplacement(folder);
        return names;
    }

    /// <summary>Opens the weights for a compiled class, which must be one of this model.</summary>
    /// <exception cref="CheckpointException">A file is missing or broken, or the config beside the weights is of another model.</exception>
    internal Checkpoint OpenCheckpoint(ModelConfig compiled)
    {
        for (int opened = 1; ; opened++)
        {
            string file = CheckpointLocator.Find(Path);
            SourceStamp? stamp = SourceStamp.Of(file);
            bool isLast = opened == MostOpenings;
            try
            {
                Checkpoint checkpoint = Open(compiled, file, out ModelTexts texts);
                if (SourceStamp.Of(file)?.Text == stamp?.Text)
                {
                    (_stamp, _texts) = (stamp, texts);
                    return checkpoint;
                }

                checkpoint.Dispose();
                if (isLast)
                {
                    throw Replaced(file);
                }
            }
            catch (CheckpointException) when (!isLast && SourceStamp.Of(file)?.Text != stamp?.Text)
            {
                // What was found may be of two models, the one before and the one after.
            }
        }
    }

    private Checkpoint Open(ModelConfig compiled, string file, out ModelTexts texts)
    {
        Checkpoint checkpoint = Checkpoint.Open(file);
        try
        {
            texts = ModelTexts.Of(Path, checkpoint);
            CheckConfig(compiled, texts);
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The files that were loaded, if they are the same still.</summary>
    private Checkpoint OpenUnchanged()
    {
        string file = CheckpointLocator.Find(Path);
        CheckStamp(file);
        Checkpoint checkpoint = Checkpoint.Open(file);
        try
        {
            CheckStamp(file); // again: now it is told of the files that are open
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    private void CheckStamp(string file)
    {
        SourceStamp? stamp = SourceStamp.Of(file);
        if (stamp is null || stamp.Text != _stamp?.Text)
        {
            throw new CheckpointException(file, "has changed since it was loaded; what is saved would not be what is in use.");
        }
    }

    private static CheckpointException Replaced(string file) =>
        new(file, "expected one model, found files of several: it was replaced while it was loaded. Load it again when nobody writes to it.");

    // A model that was saved over its own source is the one in use.
    private void FollowReplacement(string folder)
    {
        string weights = CheckpointLocator.Find(Path);
        if (RealPath.Of(weights) == RealPath.Of(System.IO.Path.Combine(folder, WeightsFile)))
        {
            _stamp = SourceStamp.Of(weights);
        }
    }

    private static void CheckConfig(ModelConfig compiled, ModelTexts texts)
    {
        if (texts.FindConfigBytes() is var (utf8, file))
        {
            ModelConfigFile.Check(compiled, utf8, file);
        }
    }
}
