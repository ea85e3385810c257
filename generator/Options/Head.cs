namespace BertGen.Generator.Options;

/// <summary>The values of <c>BertHead</c> of the runtime.</summary>
internal enum Head
{
    Default,
    None,
    SequenceClassification,
    TokenClassification,
    MaskedLanguage,
}
