using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Diagnostics;

/// <summary>Where a named place is in a text. Kept apart from the values read there, because it moves with every edit.</summary>
internal sealed record Position(Place Place, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Position Of(Place place, Location location) =>
        new(place, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
}
