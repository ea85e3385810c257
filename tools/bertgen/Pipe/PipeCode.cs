namespace BertGen.Tool.Pipe;

/// <summary>The codes of answers to requests that failed.</summary>
internal static class PipeCode
{
    /// <summary>The line is no JSON object.</summary>
    public const string NotJson = "BERT900";

    /// <summary>The request is not one of the protocol.</summary>
    public const string NotARequest = "BERT901";

    /// <summary>The model does not have what is asked for.</summary>
    public const string NotInModel = "BERT902";

    /// <summary>The weights or the vocabulary cannot be loaded.</summary>
    public const string NotLoaded = "BERT903";

    /// <summary>The model does not take what it is given.</summary>
    public const string NotTaken = "BERT904";

    /// <summary>The model does not compile; one with weights ends the program.</summary>
    public const string NotCompiled = "BERT905";

    /// <summary>Something that must not happen.</summary>
    public const string Unexpected = "BERT909";
}
