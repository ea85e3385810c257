using System.Globalization;

namespace BertGen.Hub;

/// <summary>What a server tells of a file before it sends it.</summary>
internal sealed record FileMetadata
{
    /// <summary>The commit that the revision is today.</summary>
    public string? Commit { get; init; }

    /// <summary>Without quotes; on the hub the name of the content: SHA-256 of large files, git's SHA-1 of small ones.</summary>
    public string? ETag { get; init; }

    /// <summary>Whether the etag stands for exactly these bytes.</summary>
    public bool IsStrong { get; init; }

    /// <summary>The hash of the content, where a server on the way said so in a header of the hub's own.</summary>
    public string? ContentName { get; init; }

    public long? Size { get; init; }

    /// <summary>Adds what one answer on the way to the file tells; the hub's own headers describe the file even on redirects.</summary>
    public FileMetadata With(HttpResponseMessage answer, bool isRedirect)
    {
        string? linked = Header(answer, "X-Linked-Etag");
        string? tag = linked ?? (isRedirect ? null : Header(answer, "ETag"));
        string? size = Header(answer, "X-Linked-Size");
        return this with
        {
            Commit = Header(answer, "X-Repo-Commit") ?? Commit,
            ETag = tag is null ? ETag : Unquote(tag),
            IsStrong = tag is null ? IsStrong : !IsWeak(tag),
            ContentName = linked is null ? ContentName : Unquote(linked),
            Size = size is not null && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long linkedSize) ? linkedSize
                : isRedirect || Size is not null ? Size
                : answer.Content.Headers.ContentLength,
        };
    }

    public static string? TagOf(HttpResponseMessage answer) => Header(answer, "ETag") is { } tag ? Unquote(tag) : null;

    // Not the parsed header: a tag without quotes is still a tag.
    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString().Trim() is { Length: > 0 } value ? value : null;

    private static bool IsWeak(string tag) => tag.StartsWith("W/", StringComparison.Ordinal);

    private static string Unquote(string tag) => (IsWeak(tag) ? tag[2..] : tag).Trim('"');
}
