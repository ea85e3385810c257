namespace BertGen.Common.Files;

/// <summary>
/// How long the small files of a model may be, by kind: far above every model, and low enough that one is read whole without harm.
/// Compiler, task and runtime share this file, so that none of them takes what another refuses.
/// </summary>
internal static class FileLimits
{
    /// <summary>Configs and other JSON files. Some name hundreds of thousands of labels.</summary>
    public const int Config = 1 << 24;

    /// <summary>Lists of pieces, one a line: <c>vocab.txt</c>.</summary>
    public const int Vocabulary = 1 << 26;

    /// <summary>Lines of a list of pieces, eight times those of the largest.</summary>
    public const int VocabularyLines = 1 << 22;

    /// <summary>Tokenizers with all of their pieces: <c>tokenizer.json</c> and <c>vocab.json</c>.</summary>
    public const int Tokenizer = 1 << 28;

    /// <summary>The header of a safetensors file, and the index of several: as in the library that defined the format.</summary>
    public const int Header = 100_000_000;

    /// <summary>A commit, or another word, in a file of its own.</summary>
    public const int Word = 1 << 12;

    /// <summary>Most bytes of a file of this name.</summary>
    /// <param name="name">The name, perhaps with folders before it.</param>
    public static int BytesOf(string name)
    {
        string file = name.Substring(name.LastIndexOf('/') + 1);
        return file is "tokenizer.json" or "vocab.json" || file.EndsWith(".model", StringComparison.Ordinal) ? Tokenizer
            : file.EndsWith(".index.json", StringComparison.Ordinal) ? Header
            : file.EndsWith(".txt", StringComparison.Ordinal) ? Vocabulary
            : Config;
    }

    /// <summary>Most lines of a file of this name; JSON may have any number.</summary>
    /// <param name="name">The name, perhaps with folders before it.</param>
    public static int LinesOf(string name) => name.EndsWith(".txt", StringComparison.Ordinal) ? VocabularyLines : int.MaxValue;
}
