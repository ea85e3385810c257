namespace BertGen.Text;

/// <summary>The special tokens of BERT vocabularies.</summary>
internal static class SpecialTokens
{
    /// <summary>Stands for a word that the vocabulary cannot spell.</summary>
    public const string Unknown = "[UNK]";

    /// <summary>The first piece of a text.</summary>
    public const string Classification = "[CLS]";

    /// <summary>The last piece of a text, and the border between two.</summary>
    public const string Separator = "[SEP]";

    /// <summary>Fills a row up; its id is 0.</summary>
    public const string Padding = "[PAD]";

    /// <summary>All of them: kept whole and in upper case when they stand in a text.</summary>
    public static IReadOnlyCollection<string> All { get; } = [Unknown, Separator, Padding, Classification, "[MASK]"];
}
