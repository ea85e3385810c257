namespace BertGen.Examples.Tests.Pages;

/// <summary>A page of markdown, taken apart.</summary>
internal sealed class Page
{
    private const string Fence = "```";

    private Page(string path, IReadOnlyList<CodeBlock> blocks, string prose)
    {
        Path = path;
        Blocks = blocks;
        Prose = prose;
    }

    /// <summary>Every page of the repository, but for those that describe recordings.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        Read("README.md"),
        Read("CONTRIBUTING.md"),
        Read("CHANGELOG.md"),
        .. new[] { "docs", "runtime", "sample-models", "tools", "benchmarks", "generator/build" }
            .SelectMany(folder => RepositoryFolder.Files(folder, ".md"))
            .Select(Read),
    ];

    /// <summary>Path from the root of the repository.</summary>
    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>All that is outside the blocks.</summary>
    public string Prose { get; }

    public static Page Read(string path)
    {
        var blocks = new List<CodeBlock>();
        var prose = new List<string>();
        string section = "";
        string? language = null;
        var block = new List<string>();
        foreach (string line in RepositoryFolder.Read(path).Split('\n'))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (language is null)
                {
                    language = line[Fence.Length..].Trim();
                    block.Clear();
                }
                else
                {
                    int number = 1 + blocks.Count(other => other.Section == section && other.Language == language);
                    blocks.Add(new CodeBlock(path, section, number, language, string.Join('\n', block)));
                    language = null;
                }
            }
            else if (language is not null)
            {
                block.Add(line);
            }
            else
            {
                section = line.StartsWith('#') ? line.TrimStart('#').Trim() : section;
                prose.Add(line);
            }
        }

        Assert.True(language is null, $"{path}: the last block has no end.");
        return new Page(path, blocks, string.Join('\n', prose));
    }

    /// <summary>The first block without a language behind another one: what a program printed.</summary>
    public CodeBlock OutputAfter(CodeBlock block) => Blocks.SkipWhile(other => other != block).First(other => other.Language.Length == 0);
}
