namespace Microsoft.ML.Tokenizers;

public abstract class Tokenizer
{
    public IReadOnlyList<EncodedToken> EncodeToTokens(
        string text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true) => throw Missing.Library;
}

public class WordPieceTokenizer : Tokenizer
{
    internal WordPieceTokenizer()
    {
    }
}

public sealed class BertTokenizer : WordPieceTokenizer
{
    private BertTokenizer()
    {
    }

    public static BertTokenizer Create(string vocabFilePath, BertOptions? options = null) => throw Missing.Library;
}

public sealed class BertOptions
{
    public bool LowerCaseBeforeTokenization { get; set; }

    public bool RemoveNonSpacingMarks { get; set; }
}

public readonly struct EncodedToken
{
    public int Id => throw Missing.Library;

    public string Value => throw Missing.Library;
}

/// <summary>What every member here is: not there.</summary>
internal static class Missing
{
    public static NotSupportedException Library => new(
        "This build has the signatures of Microsoft.ML.Tokenizers and not the library: build with -p:UseMLTokenizers=true.");
}
