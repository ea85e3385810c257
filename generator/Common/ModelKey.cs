using System.Globalization;

namespace BertGen.Generator.Common;

/// <summary>
/// The name of a model's folder among the files that the build makes for the compiler. Both ends compute it from the
/// model's name or its path from the project folder, so nothing else has to tell them apart.
/// </summary>
internal static class ModelKey
{
    /// <summary>The folder that holds the folders of all models.</summary>
    public const string Root = "bertgen";

    /// <summary>What says why an archive could not be read: a JSON string.</summary>
    public const string ArchiveProblem = "archive.json";

    /// <summary>Follows the name of a weights file whose header was copied.</summary>
    public const string HeaderExtension = ".json";

    /// <summary>Follows the name of a file that the compiler is not given, and why: a JSON object.</summary>
    public const string ProblemExtension = ".problem.json";

    /// <summary>The last part of the name, for people, and a hash of the whole.</summary>
    public static string Of(string model)
    {
        string name = PathText.Normalize(model);
        string last = new([.. PathText.FileName(name).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]);
        return last.TrimEnd('.') + "-" + Hash(name).ToString("x16", CultureInfo.InvariantCulture);
    }

    // FNV-1a: the same on every machine and in every process.
    private static ulong Hash(string text)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        return text.Aggregate(Basis, (hash, c) => unchecked((hash ^ c) * Prime));
    }
}
