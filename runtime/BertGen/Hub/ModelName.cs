using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace BertGen.Hub;

/// <summary>The name of a model on the hub, with the revision that is meant: <c>organisation/model</c>, or <c>organisation/model@revision</c>.</summary>
internal sealed partial record ModelName
{
    public const string DefaultRevision = "main";

    private const int MaxLength = 96;

    // Those of the original BERT; the hub keeps them under this organisation, and forwards from the bare names.
    private const string ClassicOrganisation = "google-bert";

    private static readonly HashSet<string> ClassicNames =
    [
        "bert-base-uncased", "bert-large-uncased", "bert-base-cased", "bert-large-cased",
        "bert-base-multilingual-uncased", "bert-base-multilingual-cased", "bert-base-chinese",
    ];

    // A missing file is more likely meant by these than a repository.
    private static readonly string[] FileExtensions = [".safetensors", ".bin", ".json", ".index", ".ckpt", ".tar", ".gz", ".tgz", ".txt", ".zip"];

    private ModelName(string repository, string revision)
    {
        Repository = repository;
        Revision = revision;
    }

    /// <summary>The repository under its full name.</summary>
    public string Repository { get; }

    public string Revision { get; }

    /// <summary>Names under which the cache may have the repository: programs that ask for a classic model by its bare name keep it under that.</summary>
    public IEnumerable<string> CachedAs =>
        Repository.StartsWith(ClassicOrganisation + "/", StringComparison.Ordinal) && ClassicNames.Contains(Repository[(ClassicOrganisation.Length + 1)..])
            ? [Repository, Repository[(ClassicOrganisation.Length + 1)..]]
            : [Repository];

    public static bool TryParse(string text, [NotNullWhen(true)] out ModelName? name)
    {
        int at = text.IndexOf('@');
        string repository = at < 0 ? text : text[..at];
        string revision = at < 0 ? DefaultRevision : text[(at + 1)..];
        bool valid = IsRepository(repository) && IsRevision(revision);
        name = valid ? new ModelName(ClassicNames.Contains(repository) ? $"{ClassicOrganisation}/{repository}" : repository, revision) : null;
        return valid;
    }

    /// <exception cref="ArgumentException">The name or the revision is not of the form that the hub has.</exception>
    public static ModelName Parse(string repository, string revision)
    {
        ArgumentException.ThrowIfNullOrEmpty(repository);
        ArgumentException.ThrowIfNullOrEmpty(revision);
        if (!IsRevision(revision))
        {
            throw new ArgumentException($"'{revision}' is no branch, tag or commit.", nameof(revision));
        }

        return TryParse($"{repository}@{revision}", out ModelName? name)
            ? name
            : throw new ArgumentException($"'{repository}' is no name of a model; expected one such as bert-base-uncased or sentence-transformers/all-MiniLM-L6-v2.", nameof(repository));
    }

    /// <summary>Whether a revision names its content: no server has to be asked what it is today.</summary>
    public static bool IsCommit(string revision) => revision.Length == 40 && revision.All(char.IsAsciiHexDigitLower);

    private static bool IsRepository(string text) =>
        text.Length <= MaxLength && RepositoryPattern.IsMatch(text)
        && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("..", StringComparison.Ordinal)
        && !FileExtensions.Any(extension => text.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    // A revision becomes the path of a file in the cache.
    private static bool IsRevision(string text) => RelativePath.IsSafe(text);

    // One or two parts, each with a letter, digit or underscore at both ends.
    [GeneratedRegex(@"^\w([\w.-]*\w)?(/\w([\w.-]*\w)?)?\z", RegexOptions.ECMAScript)]
    private static partial Regex RepositoryPattern { get; }
}
