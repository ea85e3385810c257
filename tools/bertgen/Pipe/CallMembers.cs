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

    /// <exception cref="PipeException">A member is wrong, or the folder has no such prompt.</exception>
    public static EmbedCall Read(PipeRequest request, IEmbeddingModel model)
    {
        EmbedRole role = request.Find(Kind)?.Word(Query, Document) switch
        {
            Query => EmbedRole.Query,
            Document => EmbedRole.Document,
            _ => EmbedRole.None,
        };
        string? prompt = request.Find(Prompt)?.Text();
        if (prompt is null && request.Find(PromptName)?.Text() is { } name)
        {
            prompt = model.FindPrompt(name) ?? throw new PipeException(PipeCode.NotInModel, $"The folder has no prompt '{name}'.");
        }

        return new EmbedCall(prompt, role, request.Find(Dimensions)?.Int(), request.Flag(Normalize));
    }
}
