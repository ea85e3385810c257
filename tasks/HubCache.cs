using System.Text.RegularExpressions;

namespace BertGen.Tasks;

/// <summary>Finds downloaded models, in the cache that is shared with the Python library. Downloads nothing.</summary>
internal static class HubCache
{
    private static readonly Regex Name = new(
        @"^(?<repository>\w[\w.-]*(/\w[\w.-]*)?)(@(?<revision>[\w.-]+(/[\w.-]+)*))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex Commit = new("^[0-9a-f]{40}$", RegexOptions.CultureInvariant);

    /// <summary>The folder of a model's snapshot; null where the text is no name, or the model was not fetched.</summary>
    /// <param name="model">For example <c>organisation/model</c> or <c>organisation/model@revision</c>.</param>
    public static string? Find(string model)
    {
        Match match = Name.Match(model);
        if (!match.Success || model.Contains(".."))
        {
            return null;
        }

        string repository = Path.Combine(Folder(), "models--" + match.Groups["repository"].Value.Replace("/", "--"));
        string revision = match.Groups["revision"].Success ? match.Groups["revision"].Value : "main";
        string reference = Path.Combine(repository, "refs", revision);
        string commit = File.Exists(reference) ? File.ReadAllText(reference).Trim() : revision;
        string snapshot = Path.Combine(repository, "snapshots", commit);
        return Commit.IsMatch(commit) && Directory.Exists(snapshot) ? snapshot : null;
    }

    private static string Folder() =>
        Variable("HF_HUB_CACHE")
        ?? Variable("HUGGINGFACE_HUB_CACHE")
        ?? Path.Combine(Variable("HF_HOME") ?? Path.Combine(Variable("XDG_CACHE_HOME") ?? Path.Combine(Home, ".cache"), "huggingface"), "hub");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? Variable(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name)?.Trim();
        return string.IsNullOrEmpty(value) ? null
            : value == "~" || value!.StartsWith("~/", StringComparison.Ordinal) ? Home + value.Substring(1)
            : value;
    }
}
