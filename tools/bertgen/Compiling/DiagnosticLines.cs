using System.Globalization;
using Microsoft.CodeAnalysis;

namespace BertGen.Tool.Compiling;

/// <summary>Diagnostics as a compiler prints them, but that those about the attribute name the option or the model.</summary>
internal sealed class DiagnosticLines(ModelPlace place, ModelOptions options)
{
    /// <summary>Stands for the folder of the model: two folders of the same content share what is compiled.</summary>
    public const string Folder = "{folder}";

    /// <returns>The warnings.</returns>
    /// <exception cref="CompilationException">There is an error.</exception>
    public string[] Check(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic[] told = [.. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)];
        string[] lines = [.. told.Select(Line).Distinct()];
        return told.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? throw new CompilationException(string.Join('\n', lines))
            : lines;
    }

    private string Line(Diagnostic diagnostic) =>
        $"{Place(diagnostic.Location)}: {(diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";

    private string Place(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        if (location.SourceTree is null && span.IsValid && span.Path.Length > 0)
        {
            return $"{span.Path.Replace(PathText(place.ProjectFolder), Folder)}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})";
        }

        string? property = location.SourceTree is { FilePath: "" } ? options.PropertyOf(span.StartLinePosition.Line - AdapterSource.AttributeLine) : null;
        return AttributeOption.All.FirstOrDefault(option => option.Property == property)?.Name ?? (place.IsArchive ? $"{Folder}/{place.Model}" : Folder);
    }

    private static string PathText(string path) => path.Replace('\\', '/');
}
