using System.Text.RegularExpressions;
using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests;

/// <summary>
/// What surrounds blocks of the pages so that they compile, run and are compared: a file of <c>Examples</c>. Its first lines say what it is
/// about; what follows is a program, or nothing where a block is one.
/// </summary>
/// <remarks>
/// <c>// block: PAGE | SECTION | N</c> compiles a block as a file of its own; <c>// insert: ...</c> puts it where the program says
/// <c>/*insert*/</c>; <c>// excerpt: ...</c> looks for its lines in what is written for the program's class; <c>// output: ...</c> compares what is printed with the first block without a language behind that block;
/// <c>// only compiles: REASON</c> runs nothing.
/// </remarks>
internal sealed partial class Example
{
    private const string Place = "/*insert*/";

    private readonly ILookup<string, string> _directives;
    private readonly string _program;

    private Example(string file)
    {
        Name = Path.GetFileNameWithoutExtension(file);
        string[] lines = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        Match[] heads = [.. lines.Select(line => Directive().Match(line)).TakeWhile(match => match.Success)];
        _directives = heads.ToLookup(match => match.Groups["key"].Value, match => match.Groups["value"].Value);
        _program = string.Join('\n', lines[heads.Length..]).Trim();
    }

    public static IReadOnlyList<Example> All { get; } =
        [.. Directory.EnumerateFiles(RepositoryFolder.Examples, "*.cs").Order(StringComparer.Ordinal).Select(file => new Example(file))];

    public string Name { get; }

    /// <summary>The blocks that the example is about.</summary>
    public IEnumerable<CodeBlock> Blocks => Compiled.Concat(Excerpts);

    /// <summary>The blocks that are part of what the compiler writes for the program's class.</summary>
    public IEnumerable<CodeBlock> Excerpts => _directives["excerpt"].Select(Find);

    /// <summary>Why the example is compiled and not run; null where it runs.</summary>
    public string? OnlyCompiles => _directives["only compiles"].SingleOrDefault();

    /// <summary>What the page says that the program prints; null where it says nothing.</summary>
    public string? Output =>
        _directives["output"].Select(name => Page.All.Single(page => page.Path == Find(name).Page).OutputAfter(Find(name)).Text).SingleOrDefault();

    /// <summary>The files to compile.</summary>
    public IEnumerable<string> Sources => _directives["block"].Select(name => Find(name).Text).Concat(_program.Length == 0 ? [] : [Program()]);

    private IEnumerable<CodeBlock> Compiled => _directives["block"].Concat(_directives["insert"]).Select(Find);

    private static CodeBlock Find(string name) =>
        Page.All.SelectMany(page => page.Blocks).SingleOrDefault(block => block.IsCSharp && block.Name == name)
        ?? throw new InvalidOperationException($"No page has the block '{name}'.");

    /// <summary>The program with the blocks in their places; using directives have to come first, and those of the SDK for programs of one file are none of the compiler's.</summary>
    private string Program()
    {
        string program = _program;
        var usings = new List<string>();
        foreach (string name in _directives["insert"])
        {
            string[] lines = [.. Find(name).Text.Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal))];
            string[] heads = [.. lines.TakeWhile(line => line.Length == 0 || UsingDirective().IsMatch(line))];
            usings.AddRange(heads);
            int place = program.IndexOf(Place, StringComparison.Ordinal);
            Assert.True(place >= 0, $"{Name} has no {Place} for '{name}'.");
            program = $"{program[..place]}{string.Join('\n', lines[heads.Length..])}{program[(place + Place.Length)..]}";
        }

        Assert.DoesNotContain(Place, program, StringComparison.Ordinal);
        return $"{string.Join('\n', usings)}\n{program}";
    }

    [GeneratedRegex("^// (?<key>block|insert|excerpt|output|only compiles): (?<value>.*)$")]
    private static partial Regex Directive();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();
}
