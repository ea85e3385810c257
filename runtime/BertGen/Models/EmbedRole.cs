namespace BertGen;

/// <summary>What a text is in a search; the folder may have a prompt and a limit for each.</summary>
public enum EmbedRole
{
    /// <summary>No role: the default prompt of the folder, if it names one.</summary>
    None,

    /// <summary>What is searched with: the prompt <c>query</c>, else none; never the default prompt.</summary>
    Query,

    /// <summary>What is searched for: the prompt <c>document</c>, else none; never the default prompt.</summary>
    Document,
}
