using System.Collections.Immutable;
using BertGen.Generator.Common;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Diagnostics;

/// <summary>A finding and the text it points at: all that is needed to report it.</summary>
internal sealed record LocatedFinding(Finding Finding, Position? Position)
{
    /// <summary>Looks the findings' places up; a place that has no text of its own points at what holds it.</summary>
    public static IEnumerable<LocatedFinding> Of(IEnumerable<Finding> findings, IEnumerable<Position> positions)
    {
        ILookup<Place, Position> table = positions.ToLookup(position => position.Place);
        return findings.Select(finding => Of(finding, table));
    }

    private static LocatedFinding Of(Finding finding, ILookup<Place, Position> table)
    {
        Place place = finding.Place;
        Position? position = table[place].FirstOrDefault()
            ?? table[place.Outer()].FirstOrDefault()
            ?? table[place with { Name = "" }].FirstOrDefault();
        return new LocatedFinding(finding, position);
    }

    /// <summary>
    /// Makes the diagnostic. A place in C# gets its real syntax tree, without which <c>#pragma warning</c> has no effect.
    /// </summary>
    public Diagnostic ToDiagnostic(ImmutableArray<SyntaxTree> trees)
    {
        object[] arguments = [.. Finding.Arguments.Select(VisibleText.Of)];
        return Diagnostic.Create(Finding.Descriptor, Locate(trees), arguments);
    }

    private Location Locate(ImmutableArray<SyntaxTree> trees)
    {
        if (Position is not { } position)
        {
            return Location.None;
        }

        foreach (SyntaxTree tree in trees)
        {
            if (Finding.Place.File is null && tree.FilePath == position.Path && position.Span.End <= tree.Length)
            {
                return Location.Create(tree, position.Span);
            }
        }

        return Location.Create(position.Path, position.Span, position.Lines);
    }
}
