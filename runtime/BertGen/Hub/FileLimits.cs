using Shared = BertGen.Common.Files.FileLimits;

namespace BertGen.Hub;

/// <summary>
/// The most bytes that a file of a model may have, by its kind: far above every model, and low enough that a server cannot
/// fill the disk under a harmless name. What is read whole is limited here before it is fetched.
/// </summary>
internal static class FileLimits
{
    /// <summary>Configs and other small JSON files; the compiler and <c>BertConfig</c> have the same limit.</summary>
    public const long Config = Shared.Config;

    /// <summary>Lists of pieces: <c>vocab.txt</c> and other text files.</summary>
    public const long Vocabulary = Shared.Vocabulary;

    /// <summary>Tokenizers with all of their pieces: <c>tokenizer.json</c>, <c>vocab.json</c> and models of SentencePiece.</summary>
    public const long Tokenizer = Shared.Tokenizer;

    /// <summary>The list of the tensors of a sharded checkpoint.</summary>
    public const long Index = Shared.Header;

    /// <summary>One file with weights.</summary>
    public const long Weights = 64L << 30;

    /// <summary>Modules that <c>modules.json</c> may name; each is a request.</summary>
    public const int Modules = 32;

    /// <summary>Files that an index of shards may name.</summary>
    public const int Shards = 1000;

    /// <param name="file">The name of the file, perhaps with folders before it.</param>
    public static long Of(string file)
    {
        string name = file[(file.LastIndexOf('/') + 1)..];
        return name is "tokenizer.json" or "vocab.json" || name.EndsWith(".model", StringComparison.Ordinal) ? Tokenizer
            : name.EndsWith(".index.json", StringComparison.Ordinal) ? Index
            : name.EndsWith(".json", StringComparison.Ordinal) ? Config
            : name.EndsWith(".txt", StringComparison.Ordinal) ? Vocabulary
            : Weights;
    }
}
