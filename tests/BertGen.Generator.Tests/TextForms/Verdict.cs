using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests.TextForms;

/// <summary>What a reader says of a file: it takes it, or refuses it at a place (from 1; 0 where the message has none).</summary>
internal sealed partial record Verdict(bool IsTaken, int Line, int Column, string Message)
{
    public static Verdict Taken { get; } = new(true, 0, 0, "");

    /// <summary>Of a build.</summary>
    public static Verdict Of(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error) is not { } error
            ? Taken
            : new Verdict(false, error.Location.GetLineSpan().StartLinePosition.Line + 1, error.Location.GetLineSpan().StartLinePosition.Character + 1, error.ToString());

    /// <summary>Of a message at run time.</summary>
    public static Verdict Refused(string message)
    {
        Match place = Place.Match(message);
        return place.Success
            ? new Verdict(false, int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(place.Groups["column"].ValueSpan, CultureInfo.InvariantCulture), message)
            : new Verdict(false, 0, 0, message);
    }

    [GeneratedRegex(@"At line (?<line>\d+), column (?<column>\d+)\.")]
    private static partial Regex Place { get; }
}
