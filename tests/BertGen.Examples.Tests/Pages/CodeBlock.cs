namespace BertGen.Examples.Tests.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">Path of the page, from the root of the repository.</param>
/// <param name="Section">The heading above the block, without its marks.</param>
/// <param name="Number">Counts the blocks of one language in a section, from 1.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record CodeBlock(string Page, string Section, int Number, string Language, string Text)
{
    public bool IsCSharp => Language is "csharp" or "cs";

    /// <summary>How examples name the block.</summary>
    public string Name => $"{Page} | {Section} | {Number}";
}
