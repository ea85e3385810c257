using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary>The members of a request that say how its texts are embedded.</summary>
internal static class CallMembers
{
    private const string Kind = "kind";
    private const string Prompt = "prompt";
    private const string PromptName = "promptName";
    private const string Dimensions = "dimensions";
    private const string Normalize = "normalize";
    private const string Query = "query";
    private const string Document = "document";

    public static readonly string[] Names = [Kind, Prompt, PromptName, Dimensions, Normalize];

    /// <summary>The same of requests whose vectors are not cut.</summary>
    public static readonly string[] TextNames = [Kind, Prompt, PromptName];

    public const string MaxActive = "maxActive";

    public static readonly string[] PromptNames = [Prompt, PromptName];

    /// <summary>What stands before texts: what the request says, or the prompt that it names; null where it says nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="find">Finds a prompt of the folder by its name.</param>
    /// <exception cref="PipeException">The folder has no such prompt.</exception>
    public static string? ReadPrompt(PipeRequest request, Func<string, string?> find)
    {
        string? prompt = request.Find(Prompt)?.Text();
        return prompt is null && request.Find(PromptName)?.Text() is { } name
            ? find(name) ?? throw new PipeException(PipeCode.NotInModel, $"The folder has no prompt '{name}'.")
            : prompt;
    }

    /// <exception cref="PipeException">A member is wrong, or the folder has no such prompt.</exception>
    public static EmbedCall Read(PipeRequest request, BertModelInfo info)
    {
        EmbedRole role = request.Find(Kind)?.Word(Query, Document) switch
        {
            Query => EmbedRole.Query,
            Document => EmbedRole.Document,
            _ => EmbedRole.None,
        };
        string? prompt = ReadPrompt(request, name => info.Sentences?.FindPrompt(name));
        return new EmbedCall(prompt, role, request.Find(Dimensions)?.Int(), request.Flag(Normalize), request.Find(MaxActive)?.Int());
    }
}
