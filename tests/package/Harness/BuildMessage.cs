using System.Text.RegularExpressions;

namespace BertGen.Package.Tests.Harness;

/// <summary>An error or a warning as a build prints it: <c>file(line,column): error ID: text [project]</c>.</summary>
internal sealed partial record BuildMessage(string File, int Line, int Column, string Severity, string Id, string Text)
{
    /// <summary>The messages of a build, each once, however often it was printed. One without a place has line 0.</summary>
    public static BuildMessage[] Of(CommandResult build) =>
        [.. build.Lines.Select(line => Pattern().Match(line)).Where(match => match.Success).Select(Of).Distinct()];

    private static BuildMessage Of(Match match) => new(
        Path.GetFileName(match.Groups["file"].Value),
        Number(match.Groups["line"]),
        Number(match.Groups["column"]),
        match.Groups["severity"].Value,
        match.Groups["id"].Value,
        match.Groups["text"].Value);

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.ValueSpan) : 0;

    [GeneratedRegex(@"^(?<file>.+?)\s?(\((?<line>\d+),(?<column>\d+)\))?\s?: (?<severity>error|warning) (?<id>[A-Z]+\d+): (?<text>.*?)( \[[^\[]*\])?$")]
    private static partial Regex Pattern();
}
