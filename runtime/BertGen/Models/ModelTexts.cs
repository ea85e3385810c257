using BertGen.Checkpoints;
using BertGen.Common.Files;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Text.Tokenizers.Loading;

namespace BertGen;

/// <summary>The small files of a model: those beside its weights, or those in the archive that holds the weights.</summary>
internal sealed class ModelTexts
{
    public const string VocabularyName = "vocab.txt";

    /// <summary>Vocabularies of SentencePiece, by all their names.</summary>
    public static readonly string[] SentencePieceNames = ["spiece.model", "sentencepiece.bpe.model", "tokenizer.model"];

    private static readonly string[] Vocabularies = [VocabularyName, FolderFile.Tokenizer, FolderFile.VocabularyJson, .. SentencePieceNames];

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, byte[]>? _archived;

    private ModelTexts(string path, IReadOnlyDictionary<string, byte[]>? archived) => (_path, _archived) = (path, archived);

    /// <summary>Whether there is a vocabulary of any kind.</summary>
    public bool HasTokenizer => Array.Exists(Vocabularies, name => _archived?.ContainsKey(name) ?? File.Exists(TokenizerFiles.PathOf(name)));

    private TokenizerFiles TokenizerFiles => new(_archived is null ? Folder : _path, _archived);

    private string Folder => Directory.Exists(_path) ? _path : Path.GetDirectoryName(Path.GetFullPath(_path))!;

    /// <summary>Of a model whose weights are open.</summary>
    public static ModelTexts Of(string path, Checkpoint checkpoint) => new(path, IsArchive(path) ? checkpoint.TextFiles : null);

    /// <summary>Of a model whose weights are not: an archive has to be read for them.</summary>
    /// <exception cref="CheckpointException">The archive is damaged.</exception>
    public static ModelTexts Of(string path)
    {
        if (!IsArchive(path))
        {
            return new ModelTexts(path, null);
        }

        using Checkpoint checkpoint = Checkpoint.Open(path);
        return Of(path, checkpoint);
    }

    /// <summary>The config, with what to call it in messages; null where there is none.</summary>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public (BertConfig Config, string Path)? FindConfig() => FindConfigBytes() is var (utf8, path) ? (BertConfigFile.Parse(utf8, path), path) : null;

    /// <summary>The content of the config, with what to call it in messages; null where there is none.</summary>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public (byte[] Utf8, string Path)? FindConfigBytes()
    {
        if (_archived is null)
        {
            return BertConfigFile.Find(Folder) is { } file ? (BertConfigFile.ReadBytes(file), file) : null;
        }

        foreach (string name in BertConfigFile.FileNames)
        {
            if (_archived.TryGetValue(name, out byte[]? utf8))
            {
                return (utf8, InArchive(name));
            }
        }

        return null;
    }

    /// <summary>The bytes of the vocabulary, or null.</summary>
    public byte[]? FindVocabulary() => Find(VocabularyName);

    /// <summary>The bytes of another small file, or null.</summary>
    public byte[]? Find(string name)
    {
        if (_archived is not null)
        {
            return _archived.GetValueOrDefault(name);
        }

        string file = Path.Combine(Folder, name);
        return File.Exists(file) ? PlainFile.ReadAll(file, FileLimits.BytesOf(name)) : null;
    }

    /// <exception cref="VocabularyException">There is none, or it is not UTF-8.</exception>
    public Vocabulary LoadVocabulary() =>
        _archived is null ? Vocabulary.Load(_path)
        : FindVocabulary() is { } utf8 ? Vocabulary.Parse(utf8, InArchive(VocabularyName))
        : throw new VocabularyException(InArchive(VocabularyName), "expected a vocabulary at the top of the archive, found none.");

    /// <summary>The tokenizer.</summary>
    /// <exception cref="VocabularyException">There is none.</exception>
    /// <exception cref="TokenizerException">It cannot be read, or asks for what is not supported.</exception>
    public TextTokenizer LoadTokenizer(string modelType, bool lowercasesFirst, IReadOnlyList<string> special)
    {
        TokenizerFiles files = TokenizerFiles;
        return HasTokenizer
            ? TextTokenizer.Load(files, modelType, lowercasesFirst, special)
            : throw new VocabularyException(files.PathOf(VocabularyName), $"expected this file or {FolderFile.Tokenizer} beside the weights, found neither.");
    }

    private static bool IsArchive(string path)
    {
        Span<byte> start = stackalloc byte[2];
        try
        {
            using FileStream file = PlainFile.Open(path);
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start is [0x1F, 0x8B]; // gzip
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a folder, or a file whose reader tells what is wrong
        }
    }

    private string InArchive(string name) => Path.Combine(_path, name);
}
