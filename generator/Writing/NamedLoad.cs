using BertGen.Generator.Members;
using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>What the forms of <c>Load</c> without a path have in common: only a model that may be one of the hub can be downloaded.</summary>
internal static class NamedLoad
{
    public const string Download = "bool download = false, ";

    public const string Cancellation = $", {Names.CancellationToken} cancellationToken = default";

    public const string DownloadDoc = "/// <param name=\"download\">Whether to fetch it where it is not in the hub cache.</param>";

    public const string CancellationDoc = "/// <param name=\"cancellationToken\">Ends the download; what has been received is kept, and continued by the next.</param>";

    public static string Summary(EmbedderSpec spec) =>
        "Loads the model that the attribute names: from the assembly of the class or beside the program, where the build has put it, or from the working directory"
        + (spec.IsPretrained ? ", or from the hub cache." : ".");

    /// <summary>The call that finds the model.</summary>
    public static string Find(EmbedderSpec spec) => Find(spec, spec.IsPretrained ? ", download, cancellationToken" : "");

    /// <summary>The call that finds the model and downloads nothing.</summary>
    public static string FindHere(EmbedderSpec spec) => Find(spec, "");

    private static string Find(EmbedderSpec spec, string arguments) =>
        $"{Names.PretrainedBertModel}.FindNamed({SymbolDisplay.FormatLiteral(spec.Model, quote: true)}, typeof({spec.Class.Name}).Assembly{arguments})";
}
