using BertGen.Hub;

namespace BertGen.Tool;

/// <summary>What is to be fetched: a model by name and revision, or a file by URL.</summary>
internal sealed record FetchRequest(string Name, string Revision, Uri? Url, string? Folder)
{
    private const string DefaultRevision = "main";

    /// <summary>What is wrong with the arguments, or null.</summary>
    public static string? FindProblem(string source, string? revision, string? folder)
    {
        if (source.Length == 0)
        {
            return "The name is empty.";
        }

        if (IsUrl(source))
        {
            return revision is not null || folder is not null ? "A URL is one file: --revision and --to are for models by name." : null;
        }

        if (source.Contains('@') && revision is not null)
        {
            return "The revision is given twice, behind the @ and with --revision.";
        }

        FetchRequest request = Create(source, revision, folder);
        return !HubModel.IsName(request.Name) ? $"'{AddressText.Of(source)}' is no name of a model; expected one such as bert-base-uncased or sentence-transformers/all-MiniLM-L6-v2."
            : !HubModel.IsName(request.Name, request.Revision) ? $"'{request.Revision}' is no branch, tag or commit."
            : folder == "" ? "The folder of --to is empty."
            : null;
    }

    public static FetchRequest Create(string source, string? revision, string? folder)
    {
        if (IsUrl(source))
        {
            return new FetchRequest("", "", new Uri(source), null);
        }

        int at = source.IndexOf('@');
        return at < 0
            ? new FetchRequest(source, revision ?? DefaultRevision, null, folder)
            : new FetchRequest(source[..at], source[(at + 1)..], null, folder);
    }

    private static bool IsUrl(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
}
