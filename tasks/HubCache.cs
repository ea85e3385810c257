using System.Text;
using System.Text.RegularExpressions;
using BertGen.Common.Files;

namespace BertGen.Tasks;

/// <summary>Finds downloaded models, in the cache that is shared with the Python library. Downloads nothing.</summary>
/// <param name="folder">Where paths of variables start that are not absolute: where the build was started, as a program that fetches.</param>
internal sealed class HubCache(string folder)
{
    private static readonly Regex Name = new(
        @"^(?<repository>\w[\w.-]*(/\w[\w.-]*)?)(@(?<revision>[\w.-]+(/[\w.-]+)*))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex Commit = new("^[0-9a-f]{40}$", RegexOptions.CultureInvariant);

    /// <summary>The folder of a model's snapshot; null where the text is no name, or the model was not fetched.</summary>
    /// <param name="model">For example <c>organisation/model</c> or <c>organisation/model@revision</c>.</param>
    public string? Find(string model)
    {
        Match match = Name.Match(model);
        if (!match.Success || model.Contains(".."))
        {
            return null;
        }

        string repository = Path.Combine(Folder(), "models--" + match.Groups["repository"].Value.Replace("/", "--"));
        string revision = match.Groups["revision"].Success ? match.Groups["revision"].Value : "main";
        string reference = Path.Combine(repository, "refs", revision);
        string commit = File.Exists(reference) ? Encoding.UTF8.GetString(PlainFile.ReadAll(reference, FileLimits.Word)).Trim() : revision;
        string snapshot = Path.Combine(repository, "snapshots", commit);
        return Commit.IsMatch(commit) && Directory.Exists(snapshot) ? snapshot : null;
    }

    /// <summary>Whether a text is of the form that names of models have.</summary>
    public static bool IsName(string text) => Name.IsMatch(text) && !text.Contains("..");

    /// <summary>The same of a name that the hub forwards to an organisation: those of the original BERT.</summary>
    public string? FindClassic(string model) => model.IndexOf('/') < 0 ? Find("google-bert/" + model) : null;

    private string Folder() =>
        Variable("HF_HUB_CACHE")
        ?? Variable("HUGGINGFACE_HUB_CACHE")
        ?? Path.Combine(Variable("HF_HOME") ?? Path.Combine(Variable("XDG_CACHE_HOME") ?? Path.Combine(Home, ".cache"), "huggingface"), "hub");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private string? Variable(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name)?.Trim();
        return string.IsNullOrEmpty(value) ? null : Path.Combine(folder, PathVariables.Expand(value!, Home, Environment.GetEnvironmentVariable));
    }
}
