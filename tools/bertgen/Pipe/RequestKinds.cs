namespace BertGen.Tool.Pipe;

/// <summary>Every kind of request.</summary>
internal static class RequestKinds
{
    /// <summary>A member that any request may have: it comes back in the answer.</summary>
    public const string Id = "id";

    public static IReadOnlyList<IRequestKind> All { get; } =
    [
        new EmbedRequest(),
        new SparseRequest(),
        new MultiRequest(),
        new SimilarityRequest(),
        new ScoreRequest(),
        new ClassifyRequest(),
        new ClassifyTokensRequest(),
        new TokenizeRequest(),
        new DecodeRequest(),
        new ForwardRequest(),
        new InfoRequest(),
    ];

    /// <summary>The kind of a request whose members are all known.</summary>
    /// <exception cref="PipeException">It is of no kind or of two, or has a member that its kind does not know.</exception>
    public static IRequestKind Of(PipeRequest request)
    {
        string[] names = [.. request.Names];
        IRequestKind[] kinds = [.. All.Where(kind => names.Contains(kind.Name))];
        if (kinds is not [IRequestKind found])
        {
            string expected = $"expected one of {string.Join(", ", All.Select(kind => kind.Name))}";
            throw new PipeException(
                PipeCode.NotARequest,
                kinds.Length == 0 ? $"The request says nothing of what is asked for; {expected}." : $"The request has both '{kinds[0].Name}' and '{kinds[1].Name}'; {expected}.");
        }

        if (names.FirstOrDefault(name => name != Id && name != found.Name && !found.Members.Contains(name)) is { } unknown)
        {
            string members = string.Join(", ", found.Members.Append(Id));
            throw new PipeException(PipeCode.NotARequest, $"'{found.Name}' has no member '{unknown}'; it may have {members}.");
        }

        return found;
    }
}
